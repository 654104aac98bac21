import { causes } from '@watertight/catalog';
import type { ESLint, Linter, Rule } from 'eslint';
import { ruleFor } from './rule-for.ts';

const rules: Record<string, Rule.RuleModule> = Object.fromEntries(causes.map((cause) => [cause.id, ruleFor(cause)]));

/**
 * The plugin: one rule for each cause of a leak. `configs.recommended` turns all of them on.
 *
 * @example
 * // eslint.config.js
 * import watertight from '@watertight/eslint-plugin';
 * export default [watertight.configs.recommended];
 */
export const plugin = {
  meta: { name: '@watertight/eslint-plugin', namespace: 'watertight' },
  rules,
  configs: {
    get recommended(): Linter.Config {
      const entries = causes.map(({ id }) => [`watertight/${id}`, 'error'] as const);
      return { name: 'watertight/recommended', plugins: { watertight: plugin }, rules: Object.fromEntries(entries) };
    },
  },
} satisfies ESLint.Plugin;
