import type { HeapBranch, HeapDominators } from '@watertight/evidence';
import {
  icicle,
  renderRetainingPath,
  retainingPath,
  type HeapSnapshot,
  type IcicleNode,
} from '@watertight/heap-snapshot';
import { labelOf, type TextOptions } from './object-text.ts';

export interface DominatorsOptions extends TextOptions {
  /** The most branches below one. */
  readonly top: number;
}

const minShare = 0.001;

/** The tree of dominators by retained size: what would be freed with what. */
export function dominatorsIn(file: string, snapshot: HeapSnapshot, options: DominatorsOptions): HeapDominators {
  return { schemaVersion: 1, file, minShare, root: branch(snapshot, icicle(snapshot, { minShare }), options) };
}

function branch(snapshot: HeapSnapshot, node: IcicleNode, options: DominatorsOptions): HeapBranch {
  const isOne = node.count === 1;
  return {
    name: isOne ? nameOfOne(snapshot, node, options) : node.name,
    count: node.count,
    id: isOne ? snapshot.id(node.sampleOrdinal) : null,
    retainedBytes: node.retainedBytes,
    shallowBytes: node.shallowBytes,
    children: foldedChildren(node)
      .slice(0, options.top)
      .map((child) => branch(snapshot, child, options)),
  };
}

// Compiled code below compiled code, and so on for forty levels, tells a person nothing.
function foldedChildren(node: IcicleNode): readonly IcicleNode[] {
  if (!node.name.startsWith('(')) return node.children;
  return node.children
    .flatMap((child) => (child.name === node.name ? foldedChildren(child) : [child]))
    .sort((a, b) => b.retainedBytes - a.retainedBytes);
}

// `requestLog: Map` where a variable or a field leads to it, else `Map`.
function nameOfOne(snapshot: HeapSnapshot, { sampleOrdinal }: IcicleNode, options: TextOptions): string {
  const label = labelOf(snapshot, sampleOrdinal, options);
  const step = retainingPath(snapshot, sampleOrdinal).at(-1);
  const isNamed = step?.edge.type === 'context' || step?.edge.type === 'property';
  if (!isNamed || snapshot.typeName(sampleOrdinal) === 'synthetic') return label;
  return renderRetainingPath([{ ...step, node: { ...step.node, type: 'object', name: label } }])[0] ?? label;
}
