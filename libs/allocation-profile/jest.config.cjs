module.exports = { ...require('../../jest.preset.cjs'), displayName: 'allocation-profile', rootDir: __dirname };
