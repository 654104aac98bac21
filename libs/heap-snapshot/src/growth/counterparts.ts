import type { Ordinal } from '../brands.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { none } from '../paths/preferred-tree.ts';

/** The objects of `after` that `before` does not have, by ascending ordinal. */
export function newSince(before: HeapSnapshot, after: HeapSnapshot): Ordinal[] {
  const counterpart = counterpartsIn(before, after);
  const found: Ordinal[] = [];
  for (let node = 0; node < counterpart.length; node += 1) {
    if (counterpart[node] === none) found.push(node as Ordinal);
  }
  return found;
}

/** For each node of `snapshot` the node of the same id in `other`, or `none`. */
export function counterpartsIn(other: HeapSnapshot, snapshot: HeapSnapshot): Uint32Array {
  const counterpart = new Uint32Array(snapshot.nodeCount).fill(none);
  const otherOrdinals = other.ordinalsById;
  const otherIds = other.columns.nodeId;
  const ids = snapshot.columns.nodeId;
  let at = 0;
  for (const node of snapshot.ordinalsById) {
    const id = ids[node]!;
    while (at < otherOrdinals.length && otherIds[otherOrdinals[at]!]! < id) at += 1;
    if (at < otherOrdinals.length && otherIds[otherOrdinals[at]!] === id) counterpart[node] = otherOrdinals[at]!;
  }
  return counterpart;
}
