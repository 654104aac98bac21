export {
  context,
  drawHeap,
  element,
  hidden,
  internal,
  property,
  shortcut,
  weak,
  type DetailedEdge,
  type DetailedNode,
  type Drawing,
  type DrawingOptions,
  type DrawnEdge,
  type DrawnHeap,
  type DrawnNode,
  type EdgeType,
  type NodeField,
  type NodeType,
} from './draw-heap.ts';
export { randomDrawing } from './random-drawing.ts';
export { seededRandom } from './seeded-random.ts';
