import { bytesAsText } from './bytes-as-text.ts';
import { drawnEdges, type DrawnEdge } from './retainer-graph-edges.ts';
import { boxesOf, boxHeight, boxWidth, sizeOf, type Box } from './retainer-graph-layout.ts';
import { colourOf } from './retainer-graph-colours.ts';
import type { RetainerGraph, RetainerGraphNode } from './retainer-graph.ts';

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
  const { width, height } = sizeOf(graph);
  const boxes = boxesOf(graph);
  const edges = drawnEdges(graph, boxes);
  const nodes = graph.nodes.map((node) => nodeSvg(node, boxes.get(node.ordinal)!));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12">
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#667"/></marker></defs>
<rect width="${width}" height="${height}" fill="#fff"/>
${edges.map(lineSvg).join('\n')}
${nodes.join('\n')}
${edges.map(labelSvg).join('\n')}
</svg>
`;
}

// A person sees about so many letters in a box.
const boxLetters = 30;

function nodeSvg(node: RetainerGraphNode, { x, y }: Box): string {
  const more = node.hiddenRetainerCount > 0 ? `, ${node.hiddenRetainerCount} more retainers` : '';
  const id = ` @${node.id}`;
  const centre = x + boxWidth / 2;
  return `<g><title>${escaped(`${node.label}${id}`)}</title><rect x="${x}" y="${y}" width="${boxWidth}" height="${boxHeight}" rx="6" fill="${colourOf(node)}" stroke="#889"/><text x="${centre}" y="${y + 18}" text-anchor="middle">${escaped(short(node.label, boxLetters - id.length))}${id}</text><text x="${centre}" y="${y + 35}" text-anchor="middle" fill="#556">${bytesAsText(node.retainedBytes)}${more}</text></g>`;
}

function lineSvg({ path }: DrawnEdge): string {
  return `<path d="${path}" fill="none" stroke="#667" marker-end="url(#tip)"/>`;
}

// The halo keeps a label readable where a line passes below it.
function labelSvg({ label, labelAt: { x, y } }: DrawnEdge): string {
  return `<text x="${x}" y="${y + 4}" text-anchor="middle" fill="#334" stroke="#fff" stroke-width="4" stroke-linejoin="round" paint-order="stroke">${escaped(label)}</text>`;
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
