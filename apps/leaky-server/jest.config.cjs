module.exports = { ...require('../../jest.preset.cjs'), displayName: 'leaky-server', rootDir: __dirname };
