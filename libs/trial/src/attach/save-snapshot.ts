import { closeSync, openSync, writeSync } from 'node:fs';
import { CodedError } from '@watertight/evidence';
import type { InspectorClient } from './inspector-client.ts';

/** Takes a heap snapshot through the inspector and writes it, readable by nobody else, as it comes. */
export async function saveSnapshot(client: InspectorClient, file: string): Promise<void> {
  const descriptor = openSync(file, 'wx', 0o600);
  let failure: Error | undefined;
  client.on<{ chunk: string }>('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    try {
      if (!failure) writeSync(descriptor, chunk);
    } catch (error) {
      failure = error as Error;
    }
  });
  try {
    await client.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  } finally {
    closeSync(descriptor);
  }
  if (failure) throw snapshotNotWritten(file, failure);
}

/** The disk is full, say. */
export function snapshotNotWritten(file: string, cause: Error): CodedError {
  return new CodedError(
    'WRITE_FAILED',
    `the heap snapshot could not be written to ${file}: ${cause.message}; free some space there, or set TMPDIR to a folder that has some`,
    { cause },
  );
}
