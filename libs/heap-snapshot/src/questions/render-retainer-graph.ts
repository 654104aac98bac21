import { bytesAsText } from './bytes-as-text.ts';
import type { RetainerGraph, RetainerGraphNode } from './retainer-graph.ts';

/**
 * A retainer graph as an indented text, the object itself on top and its retainers below it.
 *
 * @example
 * import { retainerGraphText, type RetainerGraph } from '@watertight/heap-snapshot';
 *
 * const show = (graph: RetainerGraph) => console.log(retainerGraphText(graph));
 */
export function retainerGraphText(graph: RetainerGraph): string {
  const nodes = new Map(graph.nodes.map((node) => [node.ordinal, node]));
  const lines: string[] = [];
  const shown = new Set<number>();
  const write = (node: RetainerGraphNode, indent: string, via: string): void => {
    const isAgain = shown.has(node.ordinal);
    shown.add(node.ordinal);
    lines.push(
      `${indent}${via}${node.label} @${node.id} ${bytesAsText(node.retainedBytes)}${isAgain ? ' (above)' : ''}`,
    );
    if (isAgain) return;
    const deeper = `${indent}  `;
    for (const { from, to, label } of graph.edges) {
      if (to === node.ordinal) write(nodes.get(from)!, deeper, `${label} ← `);
    }
    if (node.hiddenRetainerCount > 0) lines.push(`${deeper}and ${node.hiddenRetainerCount} more retainers`);
  };
  if (graph.nodes[0]) write(graph.nodes[0], '', '');
  return lines.join('\n');
}

/**
 * A retainer graph in the language of Graphviz: `dot -Tsvg`.
 *
 * @example
 * import { writeFileSync } from 'node:fs';
 * import { retainerGraphDot, type RetainerGraph } from '@watertight/heap-snapshot';
 *
 * const save = (graph: RetainerGraph) => writeFileSync('retainers.dot', retainerGraphDot(graph));
 */
export function retainerGraphDot(graph: RetainerGraph): string {
  const nodes = graph.nodes.map((node) => {
    const text = quoted(`${node.label} @${node.id}\n${bytesAsText(node.retainedBytes)}`);
    const fill = colourOf(node);
    return `  n${node.ordinal} [label=${text}, shape=box, style="rounded,filled", fillcolor="${fill}"];`;
  });
  const edges = graph.edges.map(({ from, to, label }) => `  n${from} -> n${to} [label=${quoted(label)}];`);
  return ['digraph retainers {', '  node [fontname="sans-serif", fontsize=11];', ...nodes, ...edges, '}', ''].join(
    '\n',
  );
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

function colourOf(node: RetainerGraphNode): string {
  if (node.depth === 0) return '#ffd9d2';
  return node.isRoot ? '#d6e9d0' : '#eef1f6';
}

const boxWidth = 210;
const boxHeight = 44;
const columnGap = 40;
const rowGap = 56;
const margin = 20;

/**
 * A retainer graph as a picture that needs no other program: the object at the bottom, one row for each step up to a root.
 *
 * @example
 * import { writeFileSync } from 'node:fs';
 * import { retainerGraphSvg, type RetainerGraph } from '@watertight/heap-snapshot';
 *
 * const save = (graph: RetainerGraph) => writeFileSync('retainers.svg', retainerGraphSvg(graph));
 */
export function retainerGraphSvg(graph: RetainerGraph): string {
  const rows = rowsOf(graph);
  const widest = Math.max(1, ...rows.map((row) => row.length));
  const width = margin * 2 + widest * (boxWidth + columnGap) - columnGap;
  const height = margin * 2 + rows.length * (boxHeight + rowGap) - rowGap;
  const places = placesIn(rows, width, height);
  const edges = graph.edges.map(({ from, to, label }) => edgeSvg(places.get(from)!, places.get(to)!, label));
  const nodes = graph.nodes.map((node) => nodeSvg(node, places.get(node.ordinal)!));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12">
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#667"/></marker></defs>
${edges.join('\n')}
${nodes.join('\n')}
</svg>
`;
}

function rowsOf(graph: RetainerGraph): RetainerGraphNode[][] {
  const rows: RetainerGraphNode[][] = [];
  for (const node of graph.nodes) (rows[node.depth] ??= []).push(node);
  return rows;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function placesIn(rows: readonly RetainerGraphNode[][], width: number, height: number): Map<number, Place> {
  const places = new Map<number, Place>();
  rows.forEach((row, depth) => {
    const rowWidth = row.length * (boxWidth + columnGap) - columnGap;
    const left = (width - rowWidth) / 2;
    const y = height - margin - boxHeight - depth * (boxHeight + rowGap);
    row.forEach((node, place) => places.set(node.ordinal, { x: left + place * (boxWidth + columnGap), y }));
  });
  return places;
}

function nodeSvg(node: RetainerGraphNode, { x, y }: Place): string {
  const more = node.hiddenRetainerCount > 0 ? `, ${node.hiddenRetainerCount} more retainers` : '';
  const centre = x + boxWidth / 2;
  return `<g><title>${escaped(`${node.label} @${node.id}`)}</title><rect x="${x}" y="${y}" width="${boxWidth}" height="${boxHeight}" rx="6" fill="${colourOf(node)}" stroke="#889"/><text x="${centre}" y="${y + 18}" text-anchor="middle">${escaped(short(node.label, 26))} @${node.id}</text><text x="${centre}" y="${y + 35}" text-anchor="middle" fill="#556">${bytesAsText(node.retainedBytes)}${more}</text></g>`;
}

function edgeSvg(from: Place, to: Place, label: string): string {
  const isDown = from.y < to.y;
  const [x1, y1] = [from.x + boxWidth / 2, isDown ? from.y + boxHeight : from.y];
  const [x2, y2] = [to.x + boxWidth / 2, isDown ? to.y : to.y + boxHeight];
  const middle = (y1 + y2) / 2;
  const path = `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`;
  return `<path d="${path}" fill="none" stroke="#667" marker-end="url(#tip)"/><text x="${(x1 + x2) / 2 + 6}" y="${middle}" fill="#334">${escaped(short(label, 32))}</text>`;
}

function short(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

function escaped(text: string): string {
  // Control characters have no place in XML, not even escaped.
  return [...text]
    .filter((character) => character >= ' ')
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
