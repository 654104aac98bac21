/** One measurement: `y` after `x` units of work. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Growth per unit of work with its 95 % interval. */
export interface Slope {
  readonly slope: number;
  readonly interval: readonly [number, number];
}

const normalQuantile95 = 1.96;

/**
 * The median of the slopes between all pairs of points, with Sen's distribution-free interval. Memory grows in jumps
 * (a hash table of 500 entries doubles at once), which would throw a least-squares fit off; the median of pairs holds
 * until 29 % of the points are wild.
 *
 * Sen, P. K.: Estimates of the regression coefficient based on Kendall's tau. JASA 63 (1968), 1379–1389.
 *
 * @example
 * theilSen([{ x: 0, y: 10 }, { x: 1, y: 12 }, { x: 2, y: 14 }]).slope; // 2
 */
export function theilSen(points: readonly Point[]): Slope {
  const slopes = pairwiseSlopes(points);
  if (slopes.length === 0) return { slope: 0, interval: [-Infinity, Infinity] };
  const n = points.length;
  const halfWidth = normalQuantile95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const low = Math.floor((slopes.length - halfWidth) / 2);
  const high = Math.ceil((slopes.length + halfWidth) / 2);
  return { slope: median(slopes), interval: [slopes[low] ?? -Infinity, slopes[high] ?? Infinity] };
}

function pairwiseSlopes(points: readonly Point[]): number[] {
  const slopes: number[] = [];
  for (let i = 0; i < points.length; i += 1) {
    for (let j = i + 1; j < points.length; j += 1) {
      const run = points[j]!.x - points[i]!.x;
      if (run !== 0) slopes.push((points[j]!.y - points[i]!.y) / run);
    }
  }
  return slopes.sort((a, b) => a - b);
}

/** The middle value, or the mean of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
