module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'leaky-server',
  rootDir: __dirname,
  // The leaky half of client-per-request leaves its sockets open, as it should.
  forceExit: true,
};
