import type { RetainerGraphNode } from './retainer-graph.ts';

/** The object asked for, the roots, and what stands between them. */
export function colourOf(node: RetainerGraphNode): string {
  if (node.depth === 0) return '#ffd9d2';
  return node.isRoot ? '#d6e9d0' : '#eef1f6';
}
