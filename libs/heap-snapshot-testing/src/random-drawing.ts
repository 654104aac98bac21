import {
  element,
  hidden,
  internal,
  property,
  shortcut,
  weak,
  type DetailedEdge,
  type DetailedNode,
} from './draw-heap.ts';
import type { Drawing, NodeType } from './draw-heap.ts';
import { seededRandom } from './seeded-random.ts';

const someNodeTypes: readonly NodeType[] = [
  'object',
  'object',
  'object',
  'array',
  'hidden',
  'closure',
  'native',
  'code',
];
const someEdges = [property, property, property, element, internal, hidden, weak, shortcut];

/**
 * A heap of up to `mostNodes` nodes with references of every type drawn at random: loops, unreachable nodes, cliques
 * that nothing retains, and synthetic roots among them. The same seed gives the same heap.
 *
 * @example
 * const heap = drawHeap(randomDrawing(42));
 */
export function randomDrawing(seed: number, mostNodes = 14): Drawing {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  const nodeCount = 2 + below(mostNodes - 1);
  const density = 0.6 + random() * 1.6;
  const nameOf = (ordinal: number): string => (ordinal === 0 ? 'root' : `n${ordinal}`);
  const edges: DetailedEdge[][] = Array.from({ length: nodeCount }, () => []);
  const edgeCount = Math.ceil(nodeCount * density);
  for (let i = 0; i < edgeCount; i += 1) edges[below(nodeCount)]!.push(pick(someEdges)(nameOf(below(nodeCount))));
  if (random() < 0.8) edges[0]!.push(shortcut(nameOf(below(nodeCount))));
  if (random() < 0.8) edges[0]!.push(element(nameOf(below(nodeCount))));
  const drawing: Record<string, DetailedNode> = {};
  for (let ordinal = 0; ordinal < nodeCount; ordinal += 1) {
    const isSynthetic = ordinal === 0 || random() < 0.1;
    drawing[nameOf(ordinal)] = {
      type: isSynthetic ? 'synthetic' : pick(someNodeTypes),
      selfSizeBytes: below(100),
      edges: edges[ordinal]!,
    };
  }
  return drawing;
}
