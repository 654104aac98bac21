import { perSnapshot } from '../per-snapshot.ts';
import { walkDepthFirst, type DepthFirstWalk } from './depth-first-walk.ts';
import { keepForReuse } from './reusable-memory.ts';
import { bucketSize, type SourcesOfRange } from './source-buckets.ts';

/** Which node has to go for a node to go with it. */
export interface DominatorTree {
  /** The immediate dominator of each node: the last node that every path from the root to it goes through. */
  readonly immediateDominator: Uint32Array;
  /** Nodes such that each comes behind its dominator. */
  readonly order: Uint32Array;
}

/**
 * Dominators by semi-NCA: semidominators as Lengauer and Tarjan compute them, then the nearest common ancestor in the
 * tree built so far. Nodes that only weak edges lead to hang on the root, and so does each node of a clique that nothing
 * outside retains; the edges of such a clique count for nothing, which is how DevTools takes them.
 *
 * L. Georgiadis: Linear-Time Algorithms for Dominators and Related Problems. Princeton 2005, section 2.2.2.
 *
 * @example
 * import { dominatorsOf, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * function nameOfDominator(snapshot: HeapSnapshot, ordinal: Ordinal): string {
 *   return snapshot.name(dominatorsOf(snapshot).immediateDominator[ordinal] as Ordinal);
 * }
 */
export const dominatorsOf = perSnapshot((snapshot): DominatorTree => {
  const walk = walkDepthFirst(snapshot);
  const { nodeOf, parent, highestSource } = walk;
  const semi = semidominators(walk);
  for (let w = 2; w < walk.firstOfCliques; w += 1) {
    let candidate = parent[w]!;
    // Dominators are numbered before the nodes they dominate, so those above are final here.
    while (candidate > semi[w]!) candidate = parent[candidate]!;
    parent[w] = candidate;
  }
  // The array of the semidominators has done its work.
  const immediateDominator = highestSource.subarray(0, snapshot.nodeCount);
  for (let w = 1; w <= snapshot.nodeCount; w += 1) immediateDominator[nodeOf[w]!] = nodeOf[parent[w]!]!;
  keepForReuse(snapshot, [whole(parent), whole(walk.pairs), walk.sources.memory]);
  return { immediateDominator, order: nodeOf.subarray(1) };
});

function whole({ buffer }: Uint32Array): { buffer: ArrayBufferLike; usedBytes: number } {
  return { buffer, usedBytes: buffer.byteLength };
}

/** Turns the highest sources into semidominators, in place. */
function semidominators(walk: DepthFirstWalk): Uint32Array {
  const { parent, highestSource: semi, firstOfCliques, sources, pairs: path } = walk;
  // Pairs for each number, in one array as they are read together: the ancestor up to which its path is compressed, and
  // the smallest semidominator on that path.
  const stack: number[] = [];
  for (let bucket = Math.floor((firstOfCliques - 1) / bucketSize); bucket >= 0; bucket -= 1) {
    const start = bucket * bucketSize;
    preparePaths(start, Math.min(start + bucketSize, firstOfCliques), parent, path);
    for (const range of sources.take(bucket)) {
      const last = Math.max(2, range.from);
      for (let w = Math.min(range.end, firstOfCliques) - 1; w >= last; w -= numbersAtOnce) {
        lowerSemidominators(w, Math.max(last, w - numbersAtOnce + 1), range, semi, path, stack);
      }
    }
  }
  return semi;
}

function preparePaths(start: number, end: number, parent: Uint32Array, path: Uint32Array): void {
  for (let v = start; v < end; v += 1) {
    path[v << 1] = parent[v]!;
    path[(v << 1) + 1] = v;
  }
}

// As in the walk: many calls make better machine code than one long loop.
const numbersAtOnce = 4096;

function lowerSemidominators(
  start: number,
  last: number,
  { from, first, sources }: SourcesOfRange,
  semi: Uint32Array,
  path: Uint32Array,
  stack: number[],
): void {
  for (let w = start; w >= last; w -= 1) {
    let smallest = semi[w]!;
    const endSource = first[w - from + 1]!;
    for (let place = first[w - from]!; place < endSource; place += 1) {
      const v = sources[place]!;
      if (path[v << 1]! > w) compress(v, w, path, stack);
      const label = path[(v << 1) + 1]!;
      if (label < smallest) smallest = label;
    }
    semi[w] = smallest;
    path[(w << 1) + 1] = smallest;
  }
}

/** Hangs `v` and all between directly below the first ancestor that is numbered up to `last`. */
function compress(v: number, last: number, path: Uint32Array, stack: number[]): void {
  let depth = 0;
  let top = v;
  let above = path[top << 1]!;
  while (above > last) {
    stack[depth++] = top;
    top = above;
    above = path[top << 1]!;
  }
  let smallest = path[(top << 1) + 1]!;
  while (depth > 0) {
    const u = stack[--depth]!;
    if (path[(u << 1) + 1]! < smallest) smallest = path[(u << 1) + 1]!;
    else path[(u << 1) + 1] = smallest;
    path[u << 1] = above;
  }
}
