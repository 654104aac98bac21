import { boxHeight, boxWidth, type Box } from './retainer-graph-layout.ts';
import { labelPlaces } from './retainer-graph-labels.ts';
import type { RetainerGraph, RetainerGraphEdge } from './retainer-graph.ts';

/** A reference as a curve with its label. */
export interface DrawnEdge {
  readonly path: string;
  readonly label: string;
  /** The middle of the label. */
  readonly labelAt: Point;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The four points of a cubic Bézier curve. */
export type Curve = readonly [Point, Point, Point, Point];

/** The edges of a graph, so that none lies upon another: each has a place of its own on the side of a box that it meets. */
export function drawnEdges(graph: RetainerGraph, boxes: ReadonlyMap<number, Box>): DrawnEdge[] {
  const { edges } = graph;
  const ends = endsOf(edges, boxes);
  const curves = edges.map((edge, index) => curveOf(ends[index]!, sidesOf(edge, boxes)));
  const labels = edges.map(({ label }) => short(label));
  const places = labelPlaces(curves, labels, [...boxes.values()]);
  return curves.map((curve, index) => ({ path: pathOf(curve), label: labels[index]!, labelAt: places[index]! }));
}

const longestLabel = 32;

function short(label: string): string {
  return label.length > longestLabel ? `${label.slice(0, longestLabel - 1)}…` : label;
}

type Side = 'top' | 'bottom';

/** Upwards and downwards an edge goes the straight way; within a row it goes above it. */
function sidesOf({ from, to }: RetainerGraphEdge, boxes: ReadonlyMap<number, Box>): readonly [Side, Side] {
  const [start, end] = [boxes.get(from)!, boxes.get(to)!];
  if (start.y === end.y) return ['top', 'top'];
  return start.y < end.y ? ['bottom', 'top'] : ['top', 'bottom'];
}

interface Meeting {
  readonly edge: number;
  readonly end: 0 | 1;
  readonly side: Side;
  readonly box: Box;
  /** Where the edge's other end is. */
  readonly towardsX: number;
}

/** The two ends of each edge, spread over the sides of the boxes in the order in which the edges come in. */
function endsOf(edges: readonly RetainerGraphEdge[], boxes: ReadonlyMap<number, Box>): (readonly [Point, Point])[] {
  const ends = edges.map((): [Point, Point] => [
    { x: 0, y: 0 },
    { x: 0, y: 0 },
  ]);
  for (const meetings of meetingsBySide(edges, boxes)) {
    meetings.sort((a, b) => a.towardsX - b.towardsX || a.edge - b.edge);
    meetings.forEach(({ edge, end, side, box }, place) => {
      const x = box.x + (boxWidth * (place + 1)) / (meetings.length + 1);
      ends[edge]![end] = { x: Math.round(x), y: side === 'top' ? box.y : box.y + boxHeight };
    });
  }
  return ends;
}

function meetingsBySide(edges: readonly RetainerGraphEdge[], boxes: ReadonlyMap<number, Box>): Iterable<Meeting[]> {
  const bySide = new Map<string, Meeting[]>();
  edges.forEach((edge, index) => {
    const nodes = [edge.from, edge.to];
    sidesOf(edge, boxes).forEach((side, end) => {
      const key = `${nodes[end]} ${side}`;
      const meeting = { edge: index, end: end as 0 | 1, side, box: boxes.get(nodes[end]!)! };
      const meetings = bySide.get(key) ?? [];
      bySide.set(key, meetings);
      meetings.push({ ...meeting, towardsX: boxes.get(nodes[1 - end]!)!.x });
    });
  });
  return bySide.values();
}

const lowestArch = 36;
const highestArch = 56;

function curveOf([start, end]: readonly [Point, Point], sides: readonly [Side, Side]): Curve {
  if (sides[0] === sides[1]) {
    const arch = start.y - Math.min(highestArch, lowestArch + Math.abs(end.x - start.x) / 40);
    return [start, { x: start.x, y: arch }, { x: end.x, y: arch }, end];
  }
  const middle = (start.y + end.y) / 2;
  return [start, { x: start.x, y: middle }, { x: end.x, y: middle }, end];
}

function pathOf([start, first, second, end]: Curve): string {
  return `M${start.x} ${start.y}C${first.x} ${first.y} ${second.x} ${second.y} ${end.x} ${end.y}`;
}
