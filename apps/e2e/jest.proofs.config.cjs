/** The long proofs: real processes under real load. Two at a time, as many as there are cores to load. */
module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'proofs',
  rootDir: __dirname,
  testMatch: ['<rootDir>/src/**/*.proof.ts'],
  // A fourth runner takes three minutes and has little of its own.
  testPathIgnorePatterns: process.env.WATERTIGHT_PROOFS === 'all' ? [] : ['/coverage\\.proof\\.ts$'],
  testTimeout: 240_000,
  maxWorkers: 2,
};
