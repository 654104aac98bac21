import type { HeapRetainers } from '@watertight/evidence';
import type { NodeId, Ordinal, RetainerGraph } from '@watertight/heap-snapshot';
import { printable } from './printable.ts';

/** The graph of a result, as the library draws it: in JSON a number no longer tells what kind of number it is. */
export function retainerGraphOf({ graph }: HeapRetainers): RetainerGraph {
  const { nodes, edges } = graph ?? { nodes: [], edges: [] };
  return {
    nodes: nodes.map((node) => ({
      ...node,
      ordinal: ordinal(node.ordinal),
      id: node.id as NodeId,
      label: printable(node.label),
    })),
    edges: edges.map(({ from, to, label }) => ({ from: ordinal(from), to: ordinal(to), label: printable(label) })),
  };
}

function ordinal(value: number): Ordinal {
  return value as Ordinal;
}
