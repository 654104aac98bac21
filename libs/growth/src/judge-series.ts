import { median, theilSen, type Point } from './theil-sen.ts';

/** What a series says about growth; `undecided` asks for more rounds. */
export interface Judgement {
  readonly verdict: 'leaking' | 'stable' | 'undecided';
  readonly slopePerRequest: number;
  readonly interval: readonly [number, number];
  /** The smallest slope that this series would have called leaking. */
  readonly smallestDetectable: number;
}

const fewestPoints = 5;

/**
 * Judges a level that was measured after each round of requests. It leaks when the whole interval of the slope lies
 * above `tolerance` and the second half still rises like the first; it is stable when the whole interval lies below,
 * or when the second half has come to rest: what grows and then stops has filled up.
 */
export function judgeSeries(points: readonly Point[], tolerance: number): Judgement {
  if (points.length < fewestPoints) return undecided(points, tolerance);
  const { slope, interval } = theilSen(points);
  const late = theilSen(points.slice(points.length >> 1));
  const smallestDetectable = Math.max(tolerance, (interval[1] - interval[0]) / 2);
  const rises = interval[0] > tolerance;
  const keepsRising = late.slope > Math.max(tolerance, slope / 3);
  const atRest = late.interval[1] < tolerance || stepsAtRest(points, tolerance);
  const verdict = rises && keepsRising ? 'leaking' : interval[1] < tolerance || atRest ? 'stable' : 'undecided';
  return { verdict, slopePerRequest: slope, interval, smallestDetectable };
}

// Most steps of the second half are flat: one late jump is a table that doubled, not growth.
function stepsAtRest(points: readonly Point[], tolerance: number): boolean {
  const late = points.slice(points.length >> 1);
  const steps = late.slice(1).map((point, i) => (point.y - late[i]!.y) / (point.x - late[i]!.x));
  return (
    steps.length >= 3 &&
    median(steps) < tolerance / 4 &&
    (late.at(-1)!.y - late[0]!.y) / (late.at(-1)!.x - late[0]!.x) < tolerance
  );
}

function undecided(points: readonly Point[], tolerance: number): Judgement {
  const { slope, interval } = theilSen(points);
  return { verdict: 'undecided', slopePerRequest: slope, interval, smallestDetectable: tolerance };
}
