import type { HeapBranch, HeapDominators } from '@watertight/evidence';
import {
  classNameOf,
  dominatedNodesOf,
  renderRetainingPath,
  retainedSizesOf,
  retainingPath,
  shallowSizesOf,
  type HeapSnapshot,
  type Ordinal,
} from '@watertight/heap-snapshot';
import { labelOf, type TextOptions } from './object-text.ts';

export interface DominatorsOptions extends TextOptions {
  /** The most branches below one. */
  readonly top: number;
}

const minShare = 0.001;
// An object that holds so much of the whole is shown by itself, smaller ones with all others of their class.
const shareOfOne = 0.01;
const maxDepth = 40;

/** The tree of dominators by retained size: what would be freed with what. */
export function dominatorsIn(file: string, snapshot: HeapSnapshot, options: DominatorsOptions): HeapDominators {
  const tree: Tree = { snapshot, options, wholeBytes: retainedSizesOf(snapshot)[snapshot.root]! };
  return { schemaVersion: 1, file, minShare, root: branchOf(tree, [snapshot.root], maxDepth) };
}

interface Tree {
  readonly snapshot: HeapSnapshot;
  readonly options: DominatorsOptions;
  readonly wholeBytes: number;
}

function branchOf(tree: Tree, members: readonly Ordinal[], depth: number): HeapBranch {
  const { snapshot, options, wholeBytes } = tree;
  const [first] = members as [Ordinal];
  const isOne = members.length === 1;
  const { own, below } = dominatedBy(tree, members);
  const branches = depth === 0 ? [] : groups(tree, below);
  return {
    name: isOne ? nameOfOne(snapshot, first, options) : classNameOf(snapshot, first),
    count: members.length,
    id: isOne ? snapshot.id(first) : null,
    retainedBytes: sumOf(retainedSizesOf(snapshot), members),
    shallowBytes: sumOf(shallowSizesOf(snapshot), own),
    children: branches
      .filter(({ retainedBytes }) => retainedBytes >= wholeBytes * minShare)
      .sort((a, b) => b.retainedBytes - a.retainedBytes)
      .slice(0, options.top)
      .map((group) => branchOf(tree, group.members, depth - 1)),
  };
}

interface Dominated {
  /** The members and what is folded into them. */
  readonly own: readonly Ordinal[];
  readonly below: readonly Ordinal[];
}

// Compiled code below compiled code, and so on for forty levels, tells a person nothing: it counts as one.
function dominatedBy({ snapshot }: Tree, members: readonly Ordinal[]): Dominated {
  const { first, nodes } = dominatedNodesOf(snapshot);
  const own = [...members];
  const below: Ordinal[] = [];
  // A list grows while it is walked.
  for (const parent of own) {
    const className = classNameOf(snapshot, parent);
    for (const child of nodes.subarray(first[parent], first[parent + 1]) as Iterable<number> as Iterable<Ordinal>) {
      const isFolded = isOfEngine(className) && classNameOf(snapshot, child) === className;
      (isFolded ? own : below).push(child);
    }
  }
  return { own, below };
}

// `(compiled code)`, `(array)`; the roots, each of which has a name of its own, are `(synthetic)`.
function isOfEngine(className: string): boolean {
  return className.startsWith('(') && className !== '(synthetic)';
}

interface Group {
  readonly members: Ordinal[];
  retainedBytes: number;
}

function groups({ snapshot, wholeBytes }: Tree, nodes: readonly Ordinal[]): Group[] {
  const retained = retainedSizesOf(snapshot);
  const large: Group[] = [];
  const byClass = new Map<string, Group>();
  for (const node of nodes) {
    const retainedBytes = retained[node]!;
    if (retainedBytes >= wholeBytes * shareOfOne) {
      large.push({ members: [node], retainedBytes });
      continue;
    }
    const className = classNameOf(snapshot, node);
    const group = byClass.get(className) ?? { members: [], retainedBytes: 0 };
    group.members.push(node);
    group.retainedBytes += retainedBytes;
    byClass.set(className, group);
  }
  return [...large, ...byClass.values()];
}

// `requestLog: Map` where a variable or a field leads to it, else `Map`.
function nameOfOne(snapshot: HeapSnapshot, ordinal: Ordinal, options: TextOptions): string {
  const label = labelOf(snapshot, ordinal, options);
  const step = retainingPath(snapshot, ordinal).at(-1);
  const isNamed = step?.edge.type === 'context' || step?.edge.type === 'property';
  if (!isNamed || snapshot.typeName(ordinal) === 'synthetic') return label;
  return renderRetainingPath([{ ...step, node: { ...step.node, type: 'object', name: label } }])[0] ?? label;
}

function sumOf(sizes: Float64Array, ordinals: readonly Ordinal[]): number {
  return ordinals.reduce((sum, ordinal) => sum + sizes[ordinal]!, 0);
}
