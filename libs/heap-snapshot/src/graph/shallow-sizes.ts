import type { HeapSnapshot } from '../heap-snapshot.ts';
import { perSnapshot } from '../per-snapshot.ts';
import { takeMemory } from './reusable-memory.ts';
import { userRoots } from './user-roots.ts';

const unowned = 0xffffffff;
const shared = 0xfffffffe;

/**
 * For each node its own bytes, as DevTools shows them: what V8 keeps for one object alone (its elements, its hash table,
 * the text behind an external string) counts as the object's. A snapshot with internals exposed is taken as it is; the
 * sizes as V8 wrote them are in `snapshot.columns.selfSizeBytes`.
 *
 * @example
 * import { shallowSizesOf, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * const bytesOf = (snapshot: HeapSnapshot, ordinal: Ordinal) => shallowSizesOf(snapshot)[ordinal];
 */
export const shallowSizesOf = perSnapshot((snapshot): Float64Array => {
  const { selfSizeBytes, nodeType, nodeTypes } = snapshot.columns;
  const { length } = selfSizeBytes;
  const sizes = new Float64Array(takeMemory(snapshot, length * 8), 0, length);
  sizes.set(selfSizeBytes);
  if (userRoots(snapshot).length === 0) return sizes;
  const synthetic = nodeTypes.indexOf('synthetic');
  const owners = soleOwners(snapshot);
  for (let node = 0; node < sizes.length; node += 1) {
    const owner = owners[node]!;
    if (owner >= shared || owner === snapshot.root || nodeType[owner] === synthetic) continue;
    sizes[owner]! += sizes[node]!;
    sizes[node] = 0;
  }
  return sizes;
});

/** For each node of a kind that V8 keeps for others the one node that it belongs to; `unowned` for all other nodes. */
function soleOwners(snapshot: HeapSnapshot): Uint32Array {
  const isOwnable = ownableNodes(snapshot);
  const { nodeCount } = snapshot;
  const owners = new Uint32Array(takeMemory(snapshot, nodeCount * 4), 0, nodeCount).fill(unowned);
  // Many calls make better machine code than one long loop.
  for (let node = 0; node < owners.length; node += nodesAtOnce) {
    spreadOwners(snapshot, node, Math.min(node + nodesAtOnce, owners.length), isOwnable, owners);
  }
  return owners;
}

const nodesAtOnce = 1_000;

function spreadOwners(
  snapshot: HeapSnapshot,
  first: number,
  endNode: number,
  isOwnable: Int32Array,
  owners: Uint32Array,
): void {
  const { firstEdge, edgeType, edgeTarget, edgeTypes } = snapshot.columns;
  const weak = edgeTypes.indexOf('weak');
  // A node enters the list at most twice: when it gets an owner, and when it turns out to be shared.
  const pending: number[] = [];
  for (let start = first; start < endNode; start += 1) {
    if (isOwnable[start >>> 5]! & (1 << (start & 31))) continue;
    let node = start;
    let owner = start;
    for (;;) {
      const end = firstEdge[node + 1]!;
      for (let edge = firstEdge[node]!; edge < end; edge += 1) {
        const target = edgeTarget[edge]!;
        // Most edges lead to objects: the bits of all nodes stay in the processor's cache, their owners do not.
        if (!(isOwnable[target >>> 5]! & (1 << (target & 31))) || edgeType[edge] === weak) continue;
        const known = owners[target]!;
        if (known === owner || known === shared) continue;
        owners[target] = known === unowned ? owner : shared;
        pending.push(target);
      }
      if (pending.length === 0) break;
      node = pending.pop()!;
      owner = owners[node]!;
    }
  }
}

/** One bit for each node. */
function ownableNodes(snapshot: HeapSnapshot): Int32Array {
  const { nodeType, nodeName, nodeTypes, strings } = snapshot.columns;
  const hidden = nodeTypes.indexOf('hidden');
  const array = nodeTypes.indexOf('array');
  const native = nodeTypes.indexOf('native');
  const isExternalText = strings.numbered(['system / ExternalStringData']);
  const bits = new Int32Array((snapshot.nodeCount >>> 5) + 1);
  for (let node = 0; node < nodeType.length; node += 1) {
    const type = nodeType[node];
    const isExternalString = type === native && isExternalText[nodeName[node]!] === 1;
    if (type === hidden || type === array || isExternalString) bits[node >>> 5]! |= 1 << (node & 31);
  }
  return bits;
}
