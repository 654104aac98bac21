import type { EdgeIndex, Ordinal } from '../brands.ts';
import { perSnapshot } from '../per-snapshot.ts';
import { isPairEdgeOfTable, weakMapTables } from './ephemerons.ts';

/** For each edge 1 where it keeps its target alive: neither weak nor the table's half of a WeakMap's pair. */
export const retainingEdges = perSnapshot((snapshot) => {
  const { firstEdge, edgeType, edgeTypes } = snapshot.columns;
  const weak = edgeTypes.indexOf('weak');
  const tables = weakMapTables(snapshot);
  const retains = new Uint8Array(snapshot.edgeCount);
  for (let edge = 0; edge < retains.length; edge += 1) {
    if (edgeType[edge] !== weak) retains[edge] = 1;
  }
  if (tables === null) return retains;
  for (let node = 0; node < snapshot.nodeCount; node += 1) {
    if (tables[node] === 0) continue;
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge += 1) {
      if (isPairEdgeOfTable(snapshot, node as Ordinal, edge as EdgeIndex)) retains[edge] = 0;
    }
  }
  return retains;
});
