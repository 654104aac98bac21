import type { Curve, Point } from './retainer-graph-edges.ts';
import { boxHeight, boxWidth, type Box } from './retainer-graph-layout.ts';

const letterWidth = 6.2;
const lineHeight = 15;
// The middle first, then ever nearer to the ends.
const shares = [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78, 0.15, 0.85];

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where each label stands on its curve: at the first place where it covers neither a box nor another label. */
export function labelPlaces(curves: readonly Curve[], labels: readonly string[], boxes: readonly Box[]): Point[] {
  const taken: Area[] = boxes.map(({ x, y }) => ({ x, y, width: boxWidth, height: boxHeight }));
  return curves.map((curve, index) => {
    const candidates = shares.map((share) => {
      const place = pointOn(curve, share);
      const area = areaOf(place, labels[index]!);
      return { place, area, covered: taken.reduce((sum, other) => sum + overlap(area, other), 0) };
    });
    const best = candidates.reduce((one, other) => (other.covered < one.covered ? other : one));
    taken.push(best.area);
    return best.place;
  });
}

function pointOn([start, first, second, end]: Curve, t: number): Point {
  const at = (axis: 'x' | 'y') =>
    Math.round(
      (1 - t) ** 3 * start[axis] +
        3 * (1 - t) ** 2 * t * first[axis] +
        3 * (1 - t) * t ** 2 * second[axis] +
        t ** 3 * end[axis],
    );
  return { x: at('x'), y: at('y') };
}

function areaOf({ x, y }: Point, label: string): Area {
  const width = label.length * letterWidth;
  return { x: x - width / 2, y: y - lineHeight / 2, width, height: lineHeight };
}

function overlap(a: Area, b: Area): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}
