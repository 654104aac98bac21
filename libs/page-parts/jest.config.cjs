module.exports = { ...require('../../jest.preset.cjs'), displayName: 'page-parts', rootDir: __dirname };
