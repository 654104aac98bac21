import { perSnapshot } from '../per-snapshot.ts';

/** What is known of a node's part in a document or an embedder's tree: 0 nothing, 1 attached to it, 2 detached from it. */
export type Detachedness = 0 | 1 | 2;

const attached = 1;
const detached = 2;

/**
 * The state of each node, passed on as DevTools does: what an attached native node refers to is attached, and what only
 * detached ones refer to is detached. It goes through native nodes only.
 *
 * @example
 * import { detachednessOf, type HeapSnapshot } from '@watertight/heap-snapshot';
 *
 * const detachedCount = (snapshot: HeapSnapshot) => detachednessOf(snapshot).filter((state) => state === 2).length;
 */
export const detachednessOf = perSnapshot((snapshot): Uint8Array => {
  const { firstEdge, edgeType, edgeTarget, edgeTypes, nodeType, nodeTypes } = snapshot.columns;
  const given = snapshot.columns.detachedness;
  const state = new Uint8Array(snapshot.nodeCount);
  const native = nodeTypes.indexOf('native');
  const weak = edgeTypes.indexOf('weak');
  const hidden = edgeTypes.indexOf('hidden');
  const isVisited = new Uint8Array(snapshot.nodeCount);
  const pending: { [attached]: number[]; [detached]: number[] } = { [attached]: [], [detached]: [] };
  const visit = (node: number, newState: number): void => {
    if (isVisited[node] === 1) return;
    isVisited[node] = 1;
    state[node] = given[node]!;
    if (nodeType[node] !== native) return;
    state[node] = newState;
    pending[newState as 1 | 2].push(node);
  };
  const passOn = (node: number, newState: number): void => {
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge += 1) {
      if (edgeType[edge] !== weak && edgeType[edge] !== hidden) visit(edgeTarget[edge]!, newState);
    }
  };
  for (let node = 0; node < given.length; node += 1) if (given[node] !== 0) visit(node, given[node]!);
  for (let node = pending[attached].pop(); node !== undefined; node = pending[attached].pop()) passOn(node, attached);
  for (let node = pending[detached].pop(); node !== undefined; node = pending[detached].pop()) passOn(node, detached);
  return state;
});
