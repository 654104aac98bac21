/** Specs run on TypeScript sources: swc strips the types, and workspace packages resolve to their `src`. */
module.exports = {
  testEnvironment: 'node',
  passWithNoTests: true,
  testEnvironmentOptions: { customExportConditions: ['@watertight/source', 'node', 'require', 'default'] },
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  transform: {
    '\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(@watertight|watertight)/)'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json'],
};
