import type { EdgeIndex, Ordinal } from '../brands.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { perSnapshot } from '../per-snapshot.ts';
import { startsAt } from '../string-table.ts';

/**
 * A WeakMap keeps a value only as long as its key. V8 writes that as two `internal` edges of the same name, one from the
 * key and one from the table: `7 / part of key (K @1) -> value (V @3) pair in WeakMap (table @5)`.
 */
const pairName = /^\d+( \/ part of key \(.*? @\d+\) -> value \(.*? @\d+\) pair in WeakMap \(table @(\d+)\))$/s;

export interface WeakMapPair {
  /** The same for both edges of the pair. */
  readonly key: string;
  readonly tableId: number;
}

/** Whether a string of the table looks like the name of a pair; 1 or 0 for each string. */
const pairNames = perSnapshot((snapshot) =>
  snapshot.columns.strings.classified((bytes, start, end) => {
    const first = bytes[start];
    const isCandidate = first !== undefined && first >= 0x30 && first <= 0x39 && bytes[end - 1] === 0x29;
    if (!isCandidate) return 0;
    let digitsEnd = start;
    while (bytes[digitsEnd]! >= 0x30 && bytes[digitsEnd]! <= 0x39) digitsEnd += 1;
    return startsAt(bytes, digitsEnd, end, ' / part of key (') ? 1 : 0;
  }),
);

/** What the name of an edge says of a WeakMap's pair; null for all other edges. */
export function weakMapPair(snapshot: HeapSnapshot, edge: EdgeIndex): WeakMapPair | null {
  if (snapshot.edgeTypeName(edge) !== 'internal') return null;
  const nameIndex = snapshot.columns.edgeNameOrIndex[edge]!;
  if (pairNames(snapshot)[nameIndex] === 0) return null;
  const match = pairName.exec(snapshot.columns.strings.at(nameIndex));
  return match && { key: match[1]!, tableId: Number(match[2]) };
}

/** Whether the edge is the half of a pair that leaves the table; it alone keeps nothing alive. */
export function isPairEdgeOfTable(snapshot: HeapSnapshot, from: Ordinal, edge: EdgeIndex): boolean {
  const pair = weakMapPair(snapshot, edge);
  return pair !== null && pair.tableId === snapshot.id(from);
}
