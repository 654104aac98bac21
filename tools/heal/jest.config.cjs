module.exports = { ...require('../../jest.preset.cjs'), displayName: 'heal', rootDir: __dirname };
