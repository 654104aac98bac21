module.exports = { ...require('../../jest.preset.cjs'), displayName: 'source-maps', rootDir: __dirname };
