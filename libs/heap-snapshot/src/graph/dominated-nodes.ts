import { perSnapshot } from '../per-snapshot.ts';
import { dominatorsOf } from './dominators.ts';

/** The dominator tree read downwards: the children of node `n` lie from `first[n]` up to, and without, `first[n + 1]`. */
export interface DominatedNodes {
  readonly first: Uint32Array;
  readonly nodes: Uint32Array;
}

/**
 * For each node those that it immediately dominates.
 *
 * @example
 * import { dominatedNodesOf, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * function childrenOf(snapshot: HeapSnapshot, ordinal: Ordinal): Uint32Array {
 *   const { first, nodes } = dominatedNodesOf(snapshot);
 *   return nodes.subarray(first[ordinal], first[ordinal + 1]);
 * }
 */
export const dominatedNodesOf = perSnapshot((snapshot): DominatedNodes => {
  const { immediateDominator } = dominatorsOf(snapshot);
  const { nodeCount, root } = snapshot;
  const first = new Uint32Array(nodeCount + 2);
  for (let node = 0; node < nodeCount; node += 1) {
    if (node !== root) first[immediateDominator[node]! + 2]! += 1;
  }
  for (let node = 1; node < first.length; node += 1) first[node]! += first[node - 1]!;
  // One place ahead, so that filling moves each start to where the next one's is.
  const nodes = new Uint32Array(nodeCount - 1);
  for (let node = 0; node < nodeCount; node += 1) {
    if (node !== root) nodes[first[immediateDominator[node]! + 1]!++] = node;
  }
  return { first: first.subarray(0, nodeCount + 1), nodes };
});
