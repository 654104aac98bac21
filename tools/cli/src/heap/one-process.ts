import { CodedError } from '@watertight/evidence';
import type { HeapSnapshot, Ordinal } from '@watertight/heap-snapshot';

const mostCompared = 20_000;
// Ids of two processes meet in what both began with, and hardly beyond.
const leastShareAlike = 0.9;

/**
 * Refuses snapshots of different processes: one id names different objects in them, and all comparison would be chance.
 *
 * @throws {CodedError} `USAGE`
 */
export function refuseOtherProcess(files: readonly string[], snapshots: readonly HeapSnapshot[]): void {
  snapshots.slice(1).forEach((after, place) => {
    if (shareAlike(snapshots[place]!, after) >= leastShareAlike) return;
    throw new CodedError(
      'USAGE',
      `expected snapshots of one process, but ids in ${files[place]} and ${files[place + 1]} name different objects; take them without a restart between`,
    );
  });
}

function shareAlike(before: HeapSnapshot, after: HeapSnapshot): number {
  const stride = Math.max(1, Math.floor(before.nodeCount / mostCompared));
  let met = 0;
  let alike = 0;
  for (let node = 0; node < before.nodeCount; node += stride) {
    const ordinal = node as Ordinal;
    const other = after.ordinalOfId(before.id(ordinal));
    // Types and classes of an object stay; texts and code come and go.
    if (other === null || before.typeName(ordinal) !== 'object') continue;
    met += 1;
    if (before.name(ordinal) === after.name(other)) alike += 1;
  }
  return met === 0 ? 1 : alike / met;
}
