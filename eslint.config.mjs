import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

// Imports point one way; the table is in CONTRIBUTING.md. Specs of every layer may draw heaps.
const layers = {
  core: ['core'],
  runtime: ['runtime', 'core'],
  catalog: [],
  report: ['report', 'core', 'catalog'],
  surface: ['surface', 'core', 'runtime', 'catalog', 'report'],
  tool: ['tool', 'core', 'runtime', 'catalog', 'report', 'surface'],
  app: ['core', 'runtime', 'catalog', 'report', 'surface'],
  testing: [],
};

export default tseslint.config(
  { ignores: ['**/dist', '**/out-tsc', '**/fixtures/**', '**/*.cjs', 'bench/**', 'scripts/matrix/project/**'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: true },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: true,
          allow: [],
          depConstraints: Object.entries(layers).map(([layer, allowed]) => ({
            sourceTag: `layer:${layer}`,
            onlyDependOnLibsWithTags: [...allowed, 'testing'].map((name) => `layer:${name}`),
            ...(layer === 'core' && { bannedExternalImports: ['node:*', 'express', 'ts-morph', 'typescript'] }),
          })),
        },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    // It computes: nothing of Node, no file, no process.
    files: ['libs/{evidence,heap-snapshot,growth,allocation-profile}/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['node:*', 'express', 'ts-morph'] }] },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
  },
  {
    // The samples leak on purpose, and the specs reach for anything.
    files: ['**/*.spec.ts', '**/*.proof.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  {
    // What the codemod writes for programs whose types it cannot know: `req.route` of Express is `any`.
    files: ['**/causes/metric-label-per-request/fixed.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  prettier,
);
