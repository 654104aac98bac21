module.exports = { ...require('../../jest.preset.cjs'), displayName: 'codemods', rootDir: __dirname };
