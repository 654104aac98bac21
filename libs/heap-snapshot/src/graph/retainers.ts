import { perSnapshot } from '../per-snapshot.ts';

/** The edges turned round: those into node `n` lie from `first[n]` up to, and without, `first[n + 1]`. */
export interface Retainers {
  readonly first: Uint32Array;
  /** The edge's number. */
  readonly edge: Uint32Array;
  /** The node that the edge leaves. */
  readonly node: Uint32Array;
}

/** All edges by the node they lead to, weak ones included. */
export const retainersOf = perSnapshot((snapshot): Retainers => {
  const { firstEdge, edgeTarget } = snapshot.columns;
  const first = new Uint32Array(snapshot.nodeCount + 1);
  for (let edge = 0; edge < edgeTarget.length; edge += 1) first[edgeTarget[edge]! + 1]! += 1;
  for (let node = 0; node < snapshot.nodeCount; node += 1) first[node + 1]! += first[node]!;
  const next = first.slice();
  const edges = new Uint32Array(edgeTarget.length);
  const nodes = new Uint32Array(edgeTarget.length);
  for (let node = 0; node < snapshot.nodeCount; node += 1) {
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge += 1) {
      const place = next[edgeTarget[edge]!]!++;
      edges[place] = edge;
      nodes[place] = node;
    }
  }
  return { first, edge: edges, node: nodes };
});
