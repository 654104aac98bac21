import type { Ordinal } from '../brands.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';

/** The objects of `after` that `before` does not have, by ascending ordinal. */
export function newSince(before: HeapSnapshot, after: HeapSnapshot): Ordinal[] {
  const isMissing = missingFrom(before, after);
  const found: Ordinal[] = [];
  for (let node = 0; node < isMissing.length; node += 1) {
    if (isMissing[node] === 1) found.push(node as Ordinal);
  }
  return found;
}

/** For each node of `snapshot` 1 where `other` has no node of the same id. */
export function missingFrom(other: HeapSnapshot, snapshot: HeapSnapshot): Uint8Array {
  const isMissing = new Uint8Array(snapshot.nodeCount);
  const otherOrdinals = other.ordinalsById;
  const otherIds = other.columns.nodeId;
  const ids = snapshot.columns.nodeId;
  let at = 0;
  for (const node of snapshot.ordinalsById) {
    const id = ids[node]!;
    while (at < otherOrdinals.length && otherIds[otherOrdinals[at]!]! < id) at += 1;
    isMissing[node] = at < otherOrdinals.length && otherIds[otherOrdinals[at]!] === id ? 0 : 1;
  }
  return isMissing;
}
