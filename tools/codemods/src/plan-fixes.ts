import type { FixPlan, PlanOptions } from './api.ts';
import { loadProject } from './load-project.ts';

/**
 * Works out the rewrites for a folder's findings; writes nothing.
 *
 * @example
 * const { edits, left } = planFixes({ path: 'src', unsafe: true });
 * process.stdout.write(unifiedDiff(edits));
 */
export function planFixes({ path, config, within, ...options }: PlanOptions): FixPlan {
  return loadProject(path, { config, within }).planFixes(options);
}
