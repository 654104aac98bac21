import type { ScanResult } from '@watertight/evidence';
import type { ScanOptions } from './api.ts';
import { loadProject } from './load-project.ts';

/**
 * Finds the leaks that a folder's sources show; reads only.
 *
 * @example
 * const { findings } = scan({ path: 'src' });
 */
export function scan({ path, config, within, ...selection }: ScanOptions): ScanResult {
  const startedAt = performance.now();
  // What is suppressed, and stale, is known of the whole only.
  const asked = within ?? (selection.suppressions ? undefined : selection.changed);
  const result = loadProject(path, { config, within: asked }).scan(selection);
  return { ...result, stats: { ...result.stats, durationMs: Math.round(performance.now() - startedAt) } };
}
