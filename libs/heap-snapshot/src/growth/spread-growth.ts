import type { EdgeIndex, Ordinal } from '../brands.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { none, preferredTreeOf } from '../paths/preferred-tree.ts';
import type { Charges } from './charges.ts';
import { edgeFromObjectAbove, nextObjectAbove } from './list-owner.ts';
import { moveTally, type Tallies } from './tallies.ts';

const mostLevels = 3;

/**
 * Growth may be spread over many small objects: the history of each of a thousand clients gains five entries. None of
 * them stands out, so what an entry of a collection gained is handed to the collection when it is too little by itself.
 */
export function gatherSpreadGrowth(
  snapshot: HeapSnapshot,
  charges: Charges,
  gains: Tallies,
  standsOut: (owner: number) => boolean,
): void {
  const { order } = preferredTreeOf(snapshot);
  for (let place = order.length - 1; place >= 0; place -= 1) {
    const owner = order[place]!;
    const gained = gains.objects[owner]! + gains.storageBytes[owner]!;
    if (gained <= 0 || standsOut(owner)) continue;
    const collection = collectionAbove(snapshot, charges, owner);
    if (collection === null) continue;
    moveTally(gains, owner, collection);
    gains.redirect[owner] = collection;
  }
}

function collectionAbove(snapshot: HeapSnapshot, charges: Charges, node: number): number | null {
  let below = node;
  for (let level = 0; level < mostLevels; level += 1) {
    const edge = edgeFromObjectAbove(snapshot, below);
    const above = nextObjectAbove(snapshot, below);
    if (edge === null || above === null || charges.owner[above] === none) return null;
    if (isEntryEdge(snapshot, edge, above)) return charges.owner[above]!;
    below = above;
  }
  return null;
}

const fewestEdgesOfDictionary = 64;

function isEntryEdge(snapshot: HeapSnapshot, edge: EdgeIndex, above: number): boolean {
  const name = snapshot.edgeName(edge);
  if (typeof name === 'number' || name === 'table' || name === 'elements') return true;
  const holder = above as Ordinal;
  return snapshot.name(holder) === 'Object' && snapshot.edgeCountOf(holder) >= fewestEdgesOfDictionary;
}
