import type { EdgeIndex } from '../brands.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { perSnapshot } from '../per-snapshot.ts';
import { userRoots } from './user-roots.ts';
import { weakMapPair } from './ephemerons.ts';

/** What only V8's own roots reach is at least this far away; DevTools calls such objects system objects. */
export const systemDistance = 100_000_000;
/** Of nodes that no path leads to. */
export const noDistance = -1;
const noParent = 0xffffffff;

export interface Distances {
  /** Length of the shortest path from the program's global objects (which are at 1), else from the root. */
  readonly distance: Int32Array;
  /** The node before it on that path; the node's own ordinal where a path begins. */
  readonly parent: Uint32Array;
}

/** Distances as DevTools counts them. */
export const distancesOf = perSnapshot((snapshot): Distances => {
  const distance = new Int32Array(snapshot.nodeCount).fill(noDistance);
  const parent = new Uint32Array(snapshot.nodeCount).fill(noParent);
  const queue = new Uint32Array(snapshot.nodeCount);
  const follows = edgeFilter(snapshot);
  let count = 0;
  for (const start of userRoots(snapshot)) {
    if (distance[start] !== noDistance) continue;
    distance[start] = 1;
    parent[start] = start;
    queue[count++] = start;
  }
  breadthFirst(snapshot, distance, parent, queue, count, follows);
  // The root itself counts from here, even where an object of the program refers to it.
  distance[snapshot.root] = count > 0 ? systemDistance : 0;
  parent[snapshot.root] = snapshot.root;
  queue[0] = snapshot.root;
  breadthFirst(snapshot, distance, parent, queue, 1, follows);
  return { distance, parent };
});

function breadthFirst(
  snapshot: HeapSnapshot,
  distance: Int32Array,
  parent: Uint32Array,
  queue: Uint32Array,
  startCount: number,
  follows: (node: number, edge: number) => boolean,
): void {
  const { firstEdge, edgeType, edgeTarget, edgeTypes } = snapshot.columns;
  const weak = edgeTypes.indexOf('weak');
  let end = startCount;
  for (let at = 0; at < end; at += 1) {
    const node = queue[at]!;
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge += 1) {
      const target = edgeTarget[edge]!;
      if (edgeType[edge] === weak || distance[target] !== noDistance || !follows(node, edge)) continue;
      distance[target] = distance[node]! + 1;
      parent[target] = node;
      queue[end++] = target;
    }
  }
}

/** Leaves out what would make objects look nearer than any program can reach them. */
function edgeFilter(snapshot: HeapSnapshot): (node: number, edge: number) => boolean {
  const { nodeType, nodeName, edgeType, edgeNameOrIndex, nodeTypes, edgeTypes, strings } = snapshot.columns;
  const hiddenNode = nodeTypes.indexOf('hidden');
  const arrayNode = nodeTypes.indexOf('array');
  const internal = edgeTypes.indexOf('internal');
  const numbered = edgeTypes.map((type) => type === 'element' || type === 'hidden');
  const known = strings.numbered(['sloppy_function_map', 'system / NativeContext', '(map descriptors)']);
  const halfMet = new Set<string>();
  return (node, edge) => {
    const type = nodeType[node];
    const isNumbered = numbered[edgeType[edge]!]!;
    const nameOrIndex = edgeNameOrIndex[edge]!;
    if (type === hiddenNode && known[nodeName[node]!] === 2 && !isNumbered && known[nameOrIndex] === 1) return false;
    if (type === arrayNode && known[nodeName[node]!] === 3) {
      const index = isNumbered ? nameOrIndex : Number.parseInt(strings.at(nameOrIndex), 10);
      return index < 2 || index % 3 !== 1;
    }
    if (edgeType[edge] !== internal) return true;
    // Of a WeakMap's pair the second edge counts: the value is as far away as the farther of table and key.
    const pair = weakMapPair(snapshot, edge as EdgeIndex);
    if (!pair || halfMet.delete(pair.key)) return true;
    halfMet.add(pair.key);
    return false;
  };
}
