import { axisOf, type Axis, type AxisUnit } from './axis.ts';

/** One measured line: what was counted against the requests served. */
export interface Line {
  readonly name: string;
  /** `warm` for what leaks or stood before, `cool` for what rests or came after, `plain` for what is no more than a setting. */
  readonly tone: Tone;
  readonly points: readonly Measured[];
}

export type Tone = 'warm' | 'cool' | 'plain';

export interface Measured {
  readonly requests: number;
  readonly value: number;
}

/** The part of a drawing that the lines have for themselves. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Lines as positions within a box, all on the same two axes. */
export interface Plot {
  readonly x: PlacedAxis;
  readonly y: PlacedAxis;
  readonly lines: readonly (Line & { readonly placed: readonly { readonly x: number; readonly y: number }[] })[];
}

export type PlacedAxis = readonly { readonly at: number; readonly label: string }[];

// Noise must not look like a mountain: the axis of values spans at least so much of the largest of them.
const smallestSpan = { bytes: 0.02, number: 0.05 } as const;
const fewestOfNumber = 4;

/** Where each sample and each mark stands; null where there is nothing to draw. */
export function plot(lines: readonly Line[], unit: AxisUnit, box: Box): Plot | null {
  const points = lines.flatMap((line) => line.points);
  if (points.length === 0) return null;

  const end = Math.max(1, ...points.map(({ requests }) => requests));
  const x = axisOf(0, end, 'number');
  const y = valueAxis(
    points.map(({ value }) => value),
    unit,
  );
  const toX = (requests: number) => round(box.left + (requests / end) * (box.right - box.left));
  const toY = (value: number) => round(box.bottom - ((value - y.low) / (y.high - y.low)) * (box.bottom - box.top));
  return {
    x: x.ticks.filter(({ value }) => value <= end).map(({ value, label }) => ({ at: toX(value), label })),
    y: y.ticks.map(({ value, label }) => ({ at: toY(value), label })),
    lines: lines.map((line) => ({
      ...line,
      placed: line.points.map(({ requests, value }) => ({ x: toX(requests), y: toY(value) })),
    })),
  };
}

function valueAxis(values: readonly number[], unit: AxisUnit): Axis {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const least = Math.max(
    Math.max(Math.abs(low), Math.abs(high)) * smallestSpan[unit],
    unit === 'number' ? fewestOfNumber : 1,
  );
  const missing = Math.max(0, least - (high - low));
  const isPositive = low >= 0;
  const from = low - missing / 2;
  return axisOf(isPositive ? Math.max(0, from) : from, high + missing / 2, unit);
}

const round = (position: number) => Math.round(position * 10) / 10;
