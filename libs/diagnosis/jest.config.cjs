module.exports = { ...require('../../jest.preset.cjs'), displayName: 'diagnosis', rootDir: __dirname };
