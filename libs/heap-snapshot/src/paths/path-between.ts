import type { EdgeIndex, Ordinal } from '../brands.ts';
import { retainingEdges } from '../graph/retaining-edges.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { pathStep, type PathStep } from './retaining-path.ts';

// What piles up in a sink is near it; a search through all that an entry refers to could walk the whole heap.
const mostVisited = 200_000;

/**
 * The shortest path of references from one object to another; empty where none is near.
 *
 * @example
 * import { pathBetween, type GrowingSink, type HeapSnapshot } from '@watertight/heap-snapshot';
 *
 * const toEntry = (snapshot: HeapSnapshot, { ordinal, sampleEntryOrdinal }: GrowingSink) =>
 *   sampleEntryOrdinal === null ? [] : pathBetween(snapshot, ordinal, sampleEntryOrdinal);
 */
export function pathBetween(snapshot: HeapSnapshot, from: Ordinal, to: Ordinal): PathStep[] {
  const { firstEdge, edgeTarget } = snapshot.columns;
  const retains = retainingEdges(snapshot);
  const cameBy = new Map<number, { readonly node: number; readonly edge: EdgeIndex }>();
  const pending: number[] = [from];
  for (let next = 0; next < pending.length && next < mostVisited && !cameBy.has(to); next += 1) {
    const node = pending[next]!;
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge += 1) {
      const target = edgeTarget[edge]!;
      if (retains[edge] === 0 || target === from || cameBy.has(target)) continue;
      cameBy.set(target, { node, edge: edge as EdgeIndex });
      pending.push(target);
    }
  }
  const steps: PathStep[] = [];
  for (let step = cameBy.get(to); step; step = cameBy.get(step.node)) steps.push(pathStep(snapshot, step.edge));
  return steps.reverse();
}
