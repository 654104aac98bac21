import type { EventEmitter } from 'node:events';
import type { FileHandle } from 'node:fs/promises';

let forgotten = 0;
const registry = new FinalizationRegistry(() => void (forgotten += 1));

/** Notes whether a file handle is closed by the program, or by the collector once the program has forgotten it. */
export function watchHandle(handle: FileHandle): void {
  registry.register(handle, undefined, handle);
  (handle as unknown as EventEmitter).once('close', function closed(this: FileHandle) {
    registry.unregister(this);
  });
}

/** How many file handles nobody but the collector has closed so far. */
export function forgottenHandles(): number {
  return forgotten;
}
