/** The long proofs: real processes under real load. Two at a time, as many as there are cores to load. */
module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'proofs',
  rootDir: __dirname,
  testMatch: ['<rootDir>/src/**/*.proof.ts'],
  // A fourth runner, and a workspace of somebody else, take three minutes each and have little of their own.
  testPathIgnorePatterns: process.env.WATERTIGHT_PROOFS === 'all' ? [] : ['/(coverage|nx-plugin)\\.proof\\.ts$'],
  testTimeout: 240_000,
  maxWorkers: 2,
};
