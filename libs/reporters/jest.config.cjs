module.exports = { ...require('../../jest.preset.cjs'), displayName: 'reporters', rootDir: __dirname };
