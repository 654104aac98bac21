module.exports = { ...require('../../jest.preset.cjs'), displayName: 'growth', rootDir: __dirname };
