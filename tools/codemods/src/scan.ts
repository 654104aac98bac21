import type { ScanResult } from '@watertight/evidence';
import type { ScanOptions } from './api.ts';
import { loadProject } from './load-project.ts';

/**
 * Finds the leaks that a folder's sources show; reads only.
 *
 * @example
 * const { findings } = scan({ path: 'src' });
 */
export function scan({ path, ...options }: ScanOptions): ScanResult {
  const startedAt = performance.now();
  const result = loadProject(path).scan(options);
  return { ...result, stats: { ...result.stats, durationMs: Math.round(performance.now() - startedAt) } };
}
