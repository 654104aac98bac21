import type { Ordinal } from '../brands.ts';
import { classNameOf } from '../classes.ts';
import { dominatedNodesOf } from '../graph/dominated-nodes.ts';
import { retainedSizesOf } from '../graph/retained-sizes.ts';
import { shallowSizesOf } from '../graph/shallow-sizes.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';

/** One bar of an icicle or flame chart: nodes of one class below one dominator, and what they retain. */
export interface IcicleNode {
  readonly name: string;
  readonly count: number;
  /** The width of the bar; at least that of all children together. */
  readonly retainedBytes: number;
  /** What is the nodes' own. */
  readonly shallowBytes: number;
  /** One of the nodes; the only one where `count` is 1. */
  readonly sampleOrdinal: Ordinal;
  readonly children: readonly IcicleNode[];
}

export interface IcicleOptions {
  /** The node to begin with; the root unless told. */
  readonly root?: Ordinal;
  readonly maxDepth?: number;
  /** Bars narrower than this part of the whole are left out: a thousandth unless told. */
  readonly minShare?: number;
}

const usualDepth = 40;
const usualMinShare = 0.001;

/**
 * The dominator tree for a chart: siblings of one class are one bar, so that a list of a million objects is one bar wide.
 *
 * @example
 * import { icicle, type HeapSnapshot } from '@watertight/heap-snapshot';
 *
 * const json = (snapshot: HeapSnapshot) => JSON.stringify(icicle(snapshot, { minShare: 0.005 }));
 */
export function icicle(snapshot: HeapSnapshot, options: IcicleOptions = {}): IcicleNode {
  const root = options.root ?? snapshot.root;
  const minBytes = retainedSizesOf(snapshot)[root]! * (options.minShare ?? usualMinShare);
  return bar(snapshot, barName(snapshot, root), [root], minBytes, options.maxDepth ?? usualDepth);
}

function bar(
  snapshot: HeapSnapshot,
  name: string,
  ordinals: readonly Ordinal[],
  minBytes: number,
  depth: number,
): IcicleNode {
  const retained = retainedSizesOf(snapshot);
  const shallow = shallowSizesOf(snapshot);
  return {
    name,
    count: ordinals.length,
    retainedBytes: sumOf(retained, ordinals),
    shallowBytes: sumOf(shallow, ordinals),
    sampleOrdinal: ordinals[0]!,
    children: depth === 0 ? [] : childBars(snapshot, ordinals, minBytes, depth - 1),
  };
}

function childBars(snapshot: HeapSnapshot, parents: readonly Ordinal[], minBytes: number, depth: number): IcicleNode[] {
  const { first, nodes } = dominatedNodesOf(snapshot);
  const retained = retainedSizesOf(snapshot);
  const byName = new Map<string, Ordinal[]>();
  for (const parent of parents) {
    for (const child of nodes.subarray(first[parent], first[parent + 1])) {
      const name = barName(snapshot, child as Ordinal);
      const siblings = byName.get(name);
      if (siblings) siblings.push(child as Ordinal);
      else byName.set(name, [child as Ordinal]);
    }
  }
  return [...byName]
    .filter(([, siblings]) => sumOf(retained, siblings) >= minBytes)
    .map(([name, siblings]) => bar(snapshot, name, siblings, minBytes, depth))
    .sort((a, b) => b.retainedBytes - a.retainedBytes);
}

function barName(snapshot: HeapSnapshot, ordinal: Ordinal): string {
  if (ordinal === snapshot.root) return '(root)';
  const isRoot = snapshot.typeName(ordinal) === 'synthetic';
  return isRoot ? snapshot.name(ordinal) : classNameOf(snapshot, ordinal);
}

function sumOf(sizes: Float64Array, ordinals: readonly Ordinal[]): number {
  return ordinals.reduce((sum, ordinal) => sum + sizes[ordinal]!, 0);
}
