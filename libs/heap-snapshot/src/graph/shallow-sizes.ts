import type { HeapSnapshot } from '../heap-snapshot.ts';
import { perSnapshot } from '../per-snapshot.ts';
import { userRoots } from './essential-edges.ts';

const unowned = 0xffffffff;
const shared = 0xfffffffe;

/**
 * For each node its own bytes, as DevTools shows them: what V8 keeps for one object alone (its elements, its hash table,
 * the text behind an external string) counts as the object's. A snapshot with internals exposed is taken as it is.
 */
export const shallowSizesOf = perSnapshot((snapshot): Float64Array => {
  const sizes = snapshot.columns.selfSizeBytes.slice();
  if (userRoots(snapshot).length === 0) return sizes;
  const { nodeType, nodeTypes } = snapshot.columns;
  const synthetic = nodeTypes.indexOf('synthetic');
  const owners = soleOwners(snapshot);
  for (let node = 0; node < sizes.length; node += 1) {
    const owner = owners[node]!;
    const isOwned = owner !== unowned && owner !== shared && owner !== node;
    if (!isOwned || owner === snapshot.root || nodeType[owner] === synthetic) continue;
    sizes[owner]! += sizes[node]!;
    sizes[node] = 0;
  }
  return sizes;
});

/** For each node the one node that it belongs to: itself, unless it is of a kind that V8 keeps for others. */
function soleOwners(snapshot: HeapSnapshot): Uint32Array {
  const { firstEdge, edgeType, edgeTarget, edgeTypes } = snapshot.columns;
  const weak = edgeTypes.indexOf('weak');
  const isOwnable = ownableNodes(snapshot);
  const owners = new Uint32Array(snapshot.nodeCount);
  // A node enters the list at most twice after the start: when it gets an owner, and when it turns out to be shared.
  const pending: number[] = [];
  for (let node = 0; node < owners.length; node += 1) {
    owners[node] = isOwnable[node] === 1 ? unowned : node;
    if (isOwnable[node] === 0) pending.push(node);
  }
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const owner = owners[node]!;
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge += 1) {
      if (edgeType[edge] === weak) continue;
      const target = edgeTarget[edge]!;
      const known = owners[target]!;
      if (known === target || known === owner || known === shared) continue;
      owners[target] = known === unowned ? owner : shared;
      pending.push(target);
    }
  }
  return owners;
}

function ownableNodes(snapshot: HeapSnapshot): Uint8Array {
  const { nodeType, nodeName, nodeTypes, strings } = snapshot.columns;
  const hidden = nodeTypes.indexOf('hidden');
  const array = nodeTypes.indexOf('array');
  const native = nodeTypes.indexOf('native');
  const isExternalText = strings.numbered(['system / ExternalStringData']);
  return Uint8Array.from(nodeType, (type, node) => {
    const isExternalString = type === native && isExternalText[nodeName[node]!] === 1;
    return type === hidden || type === array || isExternalString ? 1 : 0;
  });
}
