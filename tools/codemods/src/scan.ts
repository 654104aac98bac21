import type { ScanResult } from '@watertight/evidence';
import type { ScanOptions } from './api.ts';
import { loadProject } from './load-project.ts';

/**
 * Finds the leaks that a folder's sources show; reads only.
 *
 * @example
 * const { findings } = scan({ path: 'src' });
 */
export function scan({ path, config, ...selection }: ScanOptions): ScanResult {
  const startedAt = performance.now();
  const result = loadProject(path, { config }).scan(selection);
  return { ...result, stats: { ...result.stats, durationMs: Math.round(performance.now() - startedAt) } };
}
