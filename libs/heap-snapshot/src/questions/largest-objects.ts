import type { Ordinal } from '../brands.ts';
import { dominatedNodesOf } from '../graph/dominated-nodes.ts';
import { retainedSizesOf } from '../graph/retained-sizes.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';

const usualCount = 20;

/**
 * The objects that retain the most bytes, the largest first; V8's own roots are left out.
 *
 * @example
 * import { classNameOf, largestObjects, type HeapSnapshot } from '@watertight/heap-snapshot';
 *
 * const names = (snapshot: HeapSnapshot) => largestObjects(snapshot, 5).map((node) => classNameOf(snapshot, node));
 */
export function largestObjects(snapshot: HeapSnapshot, count: number = usualCount): Ordinal[] {
  const { nodeType, nodeTypes } = snapshot.columns;
  const synthetic = nodeTypes.indexOf('synthetic');
  return topByRetained(snapshot, allNodes(snapshot), count, (node) => nodeType[node] !== synthetic);
}

/**
 * The nodes that a node immediately dominates, the one that retains the most first.
 *
 * @example
 * import { dominatedChildren, type HeapSnapshot } from '@watertight/heap-snapshot';
 *
 * const below = (snapshot: HeapSnapshot) => dominatedChildren(snapshot, snapshot.root, 10);
 */
export function dominatedChildren(snapshot: HeapSnapshot, ordinal: Ordinal, count: number = Infinity): Ordinal[] {
  const { first, nodes } = dominatedNodesOf(snapshot);
  return topByRetained(snapshot, nodes.subarray(first[ordinal], first[ordinal + 1]), count, () => true);
}

function* allNodes(snapshot: HeapSnapshot): Iterable<number> {
  for (let node = 0; node < snapshot.nodeCount; node += 1) yield node;
}

// Keeps no more than twice what is asked for: a heap has millions of nodes.
function topByRetained(
  snapshot: HeapSnapshot,
  nodes: Iterable<number>,
  count: number,
  isWanted: (node: number) => boolean,
): Ordinal[] {
  const retained = retainedSizesOf(snapshot);
  const byRetained = (a: number, b: number): number => retained[b]! - retained[a]! || a - b;
  let top: number[] = [];
  let least = -1;
  for (const node of nodes) {
    if (retained[node]! <= least || !isWanted(node)) continue;
    top.push(node);
    if (top.length < 2 * count) continue;
    top = top.sort(byRetained).slice(0, count);
    least = retained[top[count - 1]!]!;
  }
  return top.sort(byRetained).slice(0, count) as Ordinal[];
}
