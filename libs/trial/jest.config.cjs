module.exports = { ...require('../../jest.preset.cjs'), displayName: 'trial', rootDir: __dirname };
