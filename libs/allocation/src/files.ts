import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import {
  parseSnapshot,
  serializeSnapshot,
  toHeapProfile,
  toPprof,
  type AllocationSnapshot,
} from '@watertight/allocation-profile';

/** Writes a snapshot for `load`. */
export function dump(snapshot: AllocationSnapshot, path: string): void {
  writeWhole(path, serializeSnapshot(snapshot));
}

/**
 * Reads what `dump` wrote.
 *
 * @throws {AllocationError} where the file is no such snapshot
 */
export function load(path: string): AllocationSnapshot {
  return parseSnapshot(readFileSync(path, 'utf8'));
}

/** Writes a `.heapprofile`, which Chrome DevTools (Memory, Load) and speedscope open. */
export function writeHeapProfile(snapshot: AllocationSnapshot, path: string): void {
  writeWhole(path, JSON.stringify(toHeapProfile(snapshot)));
}

/** Writes a compressed pprof profile for `go tool pprof`, speedscope and the like. */
export function writePprof(snapshot: AllocationSnapshot, path: string): void {
  writeWhole(path, gzipSync(toPprof(snapshot)));
}

// Names of files and functions say much about a program: nobody else's to read.
function writeWhole(path: string, content: string | Uint8Array): void {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(unfinished, content, { mode: 0o600 });
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
