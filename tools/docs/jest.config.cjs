module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'docs',
  rootDir: __dirname,
  // It is an ES module only.
  transformIgnorePatterns: ['/node_modules/(?!(@watertight|watertight|marked)/)'],
};
