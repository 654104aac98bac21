import type { HeapSnapshot } from '../heap-snapshot.ts';
import { retainingEdges } from '../graph/retaining-edges.ts';
import { none } from '../paths/preferred-tree.ts';
import type { Charges } from './charges.ts';
import { ownerOfList } from './list-owner.ts';
import { nodeRoles, role } from './node-roles.ts';

/** What each owner of one snapshot has that the other snapshot does not have; indexed by ordinal. */
export interface Tallies {
  readonly objects: Float64Array;
  readonly bytes: Float64Array;
  readonly storageBytes: Float64Array;
  /** Objects that it refers to directly, whoever answers for them. */
  readonly held: Float64Array;
  /** The owner that answers instead: that of the whole list, for one of its links. */
  readonly redirect: Uint32Array;
}

/** Sums up, for each owner, the nodes charged to it that have no counterpart, and what its storage gained in place. */
export function tally(
  snapshot: HeapSnapshot,
  charges: Charges,
  counterpart: Uint32Array,
  other: HeapSnapshot,
): Tallies {
  const tallies = emptyTallies(snapshot.nodeCount);
  addCharged(tallies, snapshot, charges, counterpart, other);
  redirectLists(tallies, snapshot, charges);
  addHeld(tallies, snapshot, charges, counterpart);
  return tallies;
}

function emptyTallies(nodeCount: number): Tallies {
  return {
    objects: new Float64Array(nodeCount),
    bytes: new Float64Array(nodeCount),
    storageBytes: new Float64Array(nodeCount),
    held: new Float64Array(nodeCount),
    redirect: Uint32Array.from({ length: nodeCount }, (_, node) => node),
  };
}

function addCharged(
  tallies: Tallies,
  snapshot: HeapSnapshot,
  charges: Charges,
  counterpart: Uint32Array,
  other: HeapSnapshot,
): void {
  const roles = nodeRoles(snapshot);
  const sizes = snapshot.columns.selfSizeBytes;
  const otherSizes = other.columns.selfSizeBytes;
  for (let node = 0; node < snapshot.nodeCount; node += 1) {
    const owner = charges.owner[node]!;
    if (owner === none) continue;
    const isStorage = roles[node] === role.storage;
    if (counterpart[node] !== none) {
      const gainedBytes = sizes[node]! - otherSizes[counterpart[node]!]!;
      if (isStorage && gainedBytes > 0) tallies.storageBytes[owner]! += gainedBytes;
    } else if (isStorage) tallies.storageBytes[owner]! += sizes[node]!;
    else {
      tallies.objects[owner]! += 1;
      tallies.bytes[owner]! += sizes[node]!;
    }
  }
}

function redirectLists(tallies: Tallies, snapshot: HeapSnapshot, charges: Charges): void {
  for (let link = 0; link < snapshot.nodeCount; link += 1) {
    if (tallies.objects[link] === 0 && tallies.storageBytes[link] === 0) continue;
    const listOwner = ownerOfList(snapshot, link);
    const owner = charges.owner[listOwner]!;
    if (listOwner === link || owner === none || owner === link) continue;
    tallies.redirect[link] = owner;
  }
  for (let link = 0; link < snapshot.nodeCount; link += 1) {
    const owner = tallies.redirect[link]!;
    if (owner !== link) moveTally(tallies, link, owner);
  }
}

/** Hands all that `from` answers for to `to`. */
export function moveTally(tallies: Tallies, from: number, to: number): void {
  for (const sums of [tallies.objects, tallies.bytes, tallies.storageBytes]) {
    sums[to]! += sums[from]!;
    sums[from] = 0;
  }
}

/**
 * Counts the objects without counterpart that an owner refers to directly. V8 writes the entries of an array both as
 * edges of the array and of its elements, so the two are counted apart and the larger number holds.
 */
function addHeld(tallies: Tallies, snapshot: HeapSnapshot, charges: Charges, counterpart: Uint32Array): void {
  const { firstEdge, edgeTarget } = snapshot.columns;
  const roles = nodeRoles(snapshot);
  const retains = retainingEdges(snapshot);
  const heldByStorage = new Float64Array(snapshot.nodeCount);
  for (let node = 0; node < snapshot.nodeCount; node += 1) {
    const isStorage = roles[node] === role.storage;
    const isOwner = charges.owner[node] === node;
    if (charges.owner[node] === none || (!isStorage && !isOwner)) continue;
    const sums = isStorage ? heldByStorage : tallies.held;
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge += 1) {
      const target = edgeTarget[edge]!;
      const isCounted = retains[edge] === 1 && counterpart[target] === none && roles[target]! >= role.object;
      if (isCounted) sums[charges.owner[node]!]! += 1;
    }
  }
  for (let node = 0; node < snapshot.nodeCount; node += 1) {
    tallies.held[node] = Math.max(tallies.held[node]!, heldByStorage[node]!);
  }
}
