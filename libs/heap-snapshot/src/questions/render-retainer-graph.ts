import { bytesAsText } from './bytes-as-text.ts';
import { colourOf } from './retainer-graph-colours.ts';
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
