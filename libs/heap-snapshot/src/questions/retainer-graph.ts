import type { EdgeIndex, NodeId, Ordinal } from '../brands.ts';
import { classNameOf } from '../classes.ts';
import { retainedSizesOf } from '../graph/retained-sizes.ts';
import { retainersOf } from '../graph/retainers.ts';
import { retainingEdges } from '../graph/retaining-edges.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { machineryNodes, preferredTreeOf } from '../paths/preferred-tree.ts';

/** One object of a retainer graph. */
export interface RetainerGraphNode {
  readonly ordinal: Ordinal;
  readonly id: NodeId;
  readonly label: string;
  readonly retainedBytes: number;
  /** How many references it is away from the object that was asked for. */
  readonly depth: number;
  /** Retainers that are not shown. */
  readonly hiddenRetainerCount: number;
  readonly isRoot: boolean;
}

/** A reference of a retainer graph. */
export interface RetainerGraphEdge {
  readonly from: Ordinal;
  readonly to: Ordinal;
  readonly label: string;
}

/** Who refers to an object, who refers to them, and so on: what objgraph calls back references. */
export interface RetainerGraph {
  /** The object itself first, and the others by their depth. */
  readonly nodes: readonly RetainerGraphNode[];
  readonly edges: readonly RetainerGraphEdge[];
}

export interface RetainerGraphOptions {
  readonly maxDepth?: number;
  /** The most retainers of one object to show; those nearest to the program's own variables come first. */
  readonly maxRetainers?: number;
}

const usualDepth = 8;
const usualRetainers = 4;

/**
 * The retainers of an object, up to the roots or as deep as is asked for. References that keep nothing alive are left
 * out, and so is V8's machinery, such as shapes and compiled code, where there is another way.
 *
 * @example
 * import { retainerGraph, retainerGraphDot, type HeapSnapshot, type Ordinal } from '@watertight/heap-snapshot';
 *
 * const dot = (snapshot: HeapSnapshot, ordinal: Ordinal) => retainerGraphDot(retainerGraph(snapshot, ordinal));
 */
export function retainerGraph(
  snapshot: HeapSnapshot,
  ordinal: Ordinal,
  options: RetainerGraphOptions = {},
): RetainerGraph {
  const maxDepth = options.maxDepth ?? usualDepth;
  const depths = new Map<Ordinal, number>([[ordinal, 0]]);
  const hidden = new Map<Ordinal, number>();
  const edges: RetainerGraphEdge[] = [];
  // A map keeps what is added while it is walked, in order: breadth first.
  for (const [node, depth] of depths) {
    if (depth === maxDepth || isRootLike(snapshot, node)) continue;
    const ranked = rankedRetainers(snapshot, node);
    const shown = ranked.slice(0, options.maxRetainers ?? usualRetainers);
    hidden.set(node, ranked.length - shown.length);
    for (const { from, edge } of shown) {
      edges.push({ from, to: node, label: edgeLabel(snapshot, edge) });
      if (!depths.has(from)) depths.set(from, depth + 1);
    }
  }
  return { nodes: [...depths].map(([node, depth]) => describe(snapshot, node, depth, hidden.get(node) ?? 0)), edges };
}

function describe(snapshot: HeapSnapshot, ordinal: Ordinal, depth: number, hiddenCount: number): RetainerGraphNode {
  return {
    ordinal,
    id: snapshot.id(ordinal),
    label: labelOf(snapshot, ordinal),
    retainedBytes: retainedSizesOf(snapshot)[ordinal]!,
    depth,
    hiddenRetainerCount: hiddenCount,
    isRoot: isRootLike(snapshot, ordinal),
  };
}

const longestLabel = 60;

function labelOf(snapshot: HeapSnapshot, ordinal: Ordinal): string {
  const type = snapshot.typeName(ordinal);
  const name = snapshot.name(ordinal);
  if (ordinal === snapshot.root) return '(root)';
  if (type === 'closure') return `${name || '(anonymous)'}()`;
  const label = type === 'object' || type === 'native' ? classNameOf(snapshot, ordinal) : name || `(${type})`;
  return label.length > longestLabel ? `${label.slice(0, longestLabel)}…` : label;
}

function isRootLike(snapshot: HeapSnapshot, ordinal: Ordinal): boolean {
  return snapshot.typeName(ordinal) === 'synthetic';
}

interface RankedRetainer {
  readonly from: Ordinal;
  readonly edge: EdgeIndex;
}

function rankedRetainers(snapshot: HeapSnapshot, node: Ordinal): RankedRetainer[] {
  const { first, edge: edges, node: nodes } = retainersOf(snapshot);
  const retains = retainingEdges(snapshot);
  const { penalty, parent } = preferredTreeOf(snapshot);
  const isMachinery = machineryNodes(snapshot);
  const found = new Map<Ordinal, EdgeIndex>();
  for (let place = first[node]!; place < first[node + 1]!; place += 1) {
    const from = nodes[place] as Ordinal;
    const isKept = retains[edges[place]!] === 1 && from !== node;
    if (isKept && !found.has(from)) found.set(from, edges[place] as EdgeIndex);
  }
  const rank = (from: Ordinal): number => (parent[node] === from ? -1 : penalty[from]! + isMachinery[from]!);
  const ranked = [...found].map(([from, edge]) => ({ from, edge })).sort((a, b) => rank(a.from) - rank(b.from));
  const ordinary = ranked.filter(({ from }) => isMachinery[from] === 0);
  return ordinary.length > 0 ? ordinary : ranked;
}

function edgeLabel(snapshot: HeapSnapshot, edge: EdgeIndex): string {
  const name = snapshot.edgeName(edge);
  if (typeof name === 'number') return `[${name}]`;
  const isField = snapshot.edgeTypeName(edge) === 'property';
  const label = isField ? `.${name}` : name;
  return label.length > longestLabel ? `${label.slice(0, longestLabel)}…` : label;
}
