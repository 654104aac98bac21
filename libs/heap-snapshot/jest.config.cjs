module.exports = { ...require('../../jest.preset.cjs'), displayName: 'heap-snapshot', rootDir: __dirname };
