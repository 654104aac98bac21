import type { ScanResult } from '@watertight/evidence';
import type { ScanOptions } from './api.ts';
import { detect } from './detect.ts';
import { loadProject } from './project/load-project.ts';
import { findSourceFiles } from './project/source-files.ts';

/**
 * Finds the leaks that a folder's sources show; reads only.
 *
 * @example
 * const { findings } = scan({ path: 'src' });
 */
export function scan(options: ScanOptions): ScanResult {
  const startedAt = performance.now();
  const sources = findSourceFiles(options.path);
  const loaded = loadProject(sources);
  const findings = detect(loaded, options.only).map(({ finding }) => finding);
  return {
    schemaVersion: 1,
    findings,
    notAnalysed: [...loaded.notAnalysed],
    stats: { files: loaded.files.length, durationMs: Math.round(performance.now() - startedAt) },
  };
}
