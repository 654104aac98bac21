import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { HeapSummary } from '@watertight/evidence';

const folderIn = (folder: string) => join(folder, 'near-limit');

/**
 * Options with which a process writes, once, what its heap holds before it is full.
 *
 * @see https://nodejs.org/api/cli.html#--heapsnapshot-near-heap-limitmax_count
 */
export function nearLimitOptions(folder: string): string[] {
  rmSync(folderIn(folder), { recursive: true, force: true });
  mkdirSync(folderIn(folder), { recursive: true });
  return ['--heapsnapshot-near-heap-limit=1', `--diagnostic-dir=${folderIn(folder)}`];
}

/** The snapshot that a process has left in its folder, out of the way of the next one; null where it has left none. */
export function takeNearLimitSnapshot(folder: string): string | null {
  const [name] = readdirSync(folderIn(folder));
  if (name === undefined) return null;
  const file = join(folder, 'near-limit.heapsnapshot');
  renameSync(join(folderIn(folder), name), file);
  return file;
}

const mostSteps = 4;

/** What filled the heap, for a trainee; null where nothing in it did. */
export function tellNearLimit({ bytes, accumulations: [first] }: HeapSummary): string | null {
  if (!first) return null;
  const [, ...steps] = first.retainingPath;
  const held = steps.slice(-mostSteps).join(' → ') || first.label;
  return `before it was full, ${megabytes(first.retainedBytes)} of ${megabytes(bytes)} MB were in ${held}`;
}

const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
