import type { EdgeIndex, Ordinal } from '../brands.ts';
import { perSnapshot } from '../per-snapshot.ts';
import { isPairEdgeOfTable } from './ephemerons.ts';

/** For each edge 1 where it keeps its target alive: neither weak nor the table's half of a WeakMap's pair. */
export const retainingEdges = perSnapshot((snapshot) => {
  const { firstEdge, edgeType, edgeTypes } = snapshot.columns;
  const weak = edgeTypes.indexOf('weak');
  const internal = edgeTypes.indexOf('internal');
  const retains = new Uint8Array(snapshot.edgeCount);
  for (let node = 0; node < snapshot.nodeCount; node += 1) {
    const end = firstEdge[node + 1]!;
    for (let edge = firstEdge[node]!; edge < end; edge += 1) {
      const type = edgeType[edge]!;
      const isWeak =
        type === weak || (type === internal && isPairEdgeOfTable(snapshot, node as Ordinal, edge as EdgeIndex));
      retains[edge] = isWeak ? 0 : 1;
    }
  }
  return retains;
});
