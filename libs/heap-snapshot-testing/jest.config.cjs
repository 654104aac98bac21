module.exports = { ...require('../../jest.preset.cjs'), displayName: 'heap-snapshot-testing', rootDir: __dirname };
