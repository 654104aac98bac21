import type { EdgeIndex, Ordinal } from '../brands.ts';
import { distancesOf, noDistance } from '../graph/distances.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { retainingPath, pathStep, type PathStep } from '../paths/retaining-path.ts';

/**
 * Up to `count` ways by which an object is kept, the most telling first. Each comes in by another direct retainer: to
 * free the object all of them have to be cut.
 *
 * @example
 * import { renderRetainingPath, retainingPaths, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * const show = (snapshot: HeapSnapshot, ordinal: Ordinal) =>
 *   retainingPaths(snapshot, ordinal, 3).map((path) => renderRetainingPath(path).join('\n'));
 */
export function retainingPaths(snapshot: HeapSnapshot, ordinal: Ordinal, count: number): PathStep[][] {
  const paths: PathStep[][] = [];
  const avoid = new Set<Ordinal>();
  while (paths.length < count) {
    const path = retainingPath(snapshot, ordinal, { avoid });
    if (path.length === 0) break;
    paths.push(path);
    const retainer = path.at(-2)?.node.ordinal;
    // The root itself cannot be avoided.
    if (retainer === undefined) break;
    avoid.add(retainer);
  }
  return paths;
}

/**
 * The path with the fewest references from the program's global objects, else from the root, whatever it goes through.
 * Weak references are no part of it. Empty where none leads there.
 *
 * @example
 * import { shortestRetainingPath, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * const stepCount = (snapshot: HeapSnapshot, ordinal: Ordinal) => shortestRetainingPath(snapshot, ordinal).length;
 */
export function shortestRetainingPath(snapshot: HeapSnapshot, ordinal: Ordinal): PathStep[] {
  const { distance, parent } = distancesOf(snapshot);
  if (distance[ordinal] === noDistance) return [];
  const steps: PathStep[] = [];
  for (let node = ordinal; parent[node] !== node; node = parent[node] as Ordinal) {
    steps.push(pathStep(snapshot, strongEdgeBetween(snapshot, parent[node] as Ordinal, node)));
  }
  return steps.reverse();
}

function strongEdgeBetween(snapshot: HeapSnapshot, from: Ordinal, to: Ordinal): EdgeIndex {
  for (let edge: number = snapshot.firstEdge(from); edge < snapshot.endEdge(from); edge += 1) {
    const isWeak = snapshot.edgeTypeName(edge as EdgeIndex) === 'weak';
    if (!isWeak && snapshot.edgeTarget(edge as EdgeIndex) === to) return edge as EdgeIndex;
  }
  throw new Error(`no reference leads from node ${from} to node ${to}, by which it was reached`);
}
