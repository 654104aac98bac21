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

/** For each string of the table 1 where it looks like the name of a pair; null where none does. */
export const pairNames = perSnapshot((snapshot): Uint8Array | null => {
  const isPairName = snapshot.columns.strings.classified(looksLikePair);
  return isPairName.includes(1) ? isPairName : null;
});

function looksLikePair(bytes: Uint8Array, start: number, end: number): 0 | 1 {
  const first = bytes[start]!;
  const isCandidate = end > start && first >= 0x30 && first <= 0x39 && bytes[end - 1] === 0x29;
  if (!isCandidate) return 0;
  let digitsEnd = start;
  while (bytes[digitsEnd]! >= 0x30 && bytes[digitsEnd]! <= 0x39) digitsEnd += 1;
  return startsAt(bytes, digitsEnd, end, ' / part of key (') ? 1 : 0;
}

/** What the name of an edge says of a WeakMap's pair; null for all other edges. */
export function weakMapPair(snapshot: HeapSnapshot, edge: EdgeIndex): WeakMapPair | null {
  const names = pairNames(snapshot);
  if (names === null || snapshot.edgeTypeName(edge) !== 'internal') return null;
  const nameIndex = snapshot.columns.edgeNameOrIndex[edge]!;
  return names[nameIndex] === 1 ? parsePair(snapshot, nameIndex) : null;
}

/** Whether the edge is the half of a pair that leaves the table; it alone keeps nothing alive. */
export function isPairEdgeOfTable(snapshot: HeapSnapshot, from: Ordinal, edge: EdgeIndex): boolean {
  const pair = weakMapPair(snapshot, edge);
  return pair !== null && pair.tableId === snapshot.id(from);
}

/** For each node 1 where it is the table of a WeakMap; null where there is none. */
export const weakMapTables = perSnapshot((snapshot): Uint8Array | null => {
  const names = pairNames(snapshot);
  if (names === null) return null;
  const tableIds = new Set<number>();
  for (let nameIndex = 0; nameIndex < names.length; nameIndex += 1) {
    const pair = names[nameIndex] === 1 ? parsePair(snapshot, nameIndex) : null;
    if (pair) tableIds.add(pair.tableId);
  }
  return nodesOfIds(snapshot, tableIds);
});

function parsePair(snapshot: HeapSnapshot, nameIndex: number): WeakMapPair | null {
  const match = pairName.exec(snapshot.columns.strings.at(nameIndex));
  return match && { key: match[1]!, tableId: Number(match[2]) };
}

function nodesOfIds(snapshot: HeapSnapshot, ids: ReadonlySet<number>): Uint8Array {
  const { nodeId } = snapshot.columns;
  const found = new Uint8Array(snapshot.nodeCount);
  const sorted = Float64Array.from(ids).sort();
  const smallest = sorted[0]!;
  const largest = sorted[sorted.length - 1]!;
  for (let node = 0; node < found.length; node += 1) {
    const id = nodeId[node]!;
    if (id >= smallest && id <= largest && ids.has(id)) found[node] = 1;
  }
  return found;
}
