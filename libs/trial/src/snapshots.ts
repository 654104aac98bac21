import { createReadStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readSnapshot, type HeapSnapshot } from '@watertight/heap-snapshot';
import type { Target } from './target.ts';

const snapshotTimeoutMs = 300_000;

/** Takes and reads a heap snapshot of the target; the file is gone as soon as it is read. */
export async function takeSnapshot(target: Target): Promise<HeapSnapshot> {
  const file = join(target.workFolder, 'target.heapsnapshot');
  try {
    await writeSnapshot(target, file);
    return await readSnapshotFile(file);
  } finally {
    rmSync(file, { force: true });
  }
}

/** Lets the target write a heap snapshot; it stands still meanwhile. */
export async function writeSnapshot(target: Target, file: string): Promise<void> {
  await target.ask('snapshot', { file }, snapshotTimeoutMs);
}

/** Reads a heap snapshot, in pieces of a size that keeps the parser busy. */
export function readSnapshotFile(file: string): Promise<HeapSnapshot> {
  return readSnapshot(createReadStream(file, { highWaterMark: 1 << 20 }));
}

/** All that a snapshot holds, in bytes. */
export function totalBytes(snapshot: HeapSnapshot): number {
  return snapshot.columns.selfSizeBytes.reduce((sum, bytes) => sum + bytes, 0);
}
