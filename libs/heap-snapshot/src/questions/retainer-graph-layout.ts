import type { RetainerGraph, RetainerGraphNode } from './retainer-graph.ts';

export const boxWidth = 210;
export const boxHeight = 44;
const columnGap = 40;
const rowGap = 72;
const margin = 20;
// An edge between two boxes of the uppermost row passes above them.
const headroom = 40;

/** The upper left corner of a node. */
export interface Box {
  readonly x: number;
  readonly y: number;
}

/** What all rows need. */
export function sizeOf(graph: RetainerGraph): { readonly width: number; readonly height: number } {
  const rows = rowsOf(graph);
  const widest = Math.max(1, ...rows.map((row) => row.length));
  return {
    width: margin * 2 + widest * (boxWidth + columnGap) - columnGap,
    height: margin + headroom + rows.length * (boxHeight + rowGap) - rowGap,
  };
}

/** Where each node stands, by its ordinal: the object at the bottom, its retainers in rows above. */
export function boxesOf(graph: RetainerGraph): Map<number, Box> {
  const { width, height } = sizeOf(graph);
  const boxes = new Map<number, Box>();
  rowsOf(graph).forEach((row, depth) => {
    const rowWidth = row.length * (boxWidth + columnGap) - columnGap;
    const left = (width - rowWidth) / 2;
    const y = height - margin - boxHeight - depth * (boxHeight + rowGap);
    row.forEach((node, place) => boxes.set(node.ordinal, { x: left + place * (boxWidth + columnGap), y }));
  });
  return boxes;
}

function rowsOf(graph: RetainerGraph): RetainerGraphNode[][] {
  const rows: RetainerGraphNode[][] = [];
  for (const node of graph.nodes) (rows[node.depth] ??= []).push(node);
  return rows;
}
