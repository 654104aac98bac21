/** The long walks: real trials, and a trainee in a browser. */
module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'walk',
  rootDir: __dirname,
  testMatch: ['<rootDir>/src/**/*.walk.ts'],
  testTimeout: 240_000,
  maxWorkers: 1,
};
