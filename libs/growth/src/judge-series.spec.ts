import { judgeSeries } from './judge-series.ts';
import { theilSen } from './theil-sen.ts';

const roundRequests = 500;
const points = (levels: readonly number[]) => levels.map((y, i) => ({ x: i * roundRequests, y }));
/** Levels that rise by `bytesPerRequest`, with seeded noise of ± `noise` bytes. */
const rising = (bytesPerRequest: number, rounds: number, noise: number, seed: number) => {
  let state = seed;
  const random = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31 - 0.5;
  return points(
    Array.from({ length: rounds }, (_, i) => 6e6 + i * roundRequests * bytesPerRequest + 2 * noise * random()),
  );
};
const tolerance = 16;

describe('theilSen', () => {
  test('finds the slope of a line that one doubling table throws off', () => {
    const levels = [0, 100, 200, 300 + 43_000, 400 + 43_000, 500 + 43_000, 600 + 43_000];
    expect(theilSen(levels.map((y, x) => ({ x, y }))).slope).toBeGreaterThanOrEqual(100);
    expect(theilSen([0, 100, 200, 300, 90_000, 500, 600].map((y, x) => ({ x, y }))).slope).toBe(100);
  });

  test('knows nothing from one point', () => {
    expect(theilSen([{ x: 1, y: 1 }])).toEqual({ slope: 0, interval: [-Infinity, Infinity] });
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('agrees with the slopes of all pairs, sorted (seed %i)', (seed) => {
    const series = rising(3, 9, 5_000, seed);
    const slopes = series
      .flatMap((a, i) => series.slice(i + 1).map((b) => (b.y - a.y) / (b.x - a.x)))
      .sort((a, b) => a - b);
    const { slope, interval } = theilSen(series);
    expect(slope).toBeCloseTo((slopes[17]! + slopes[18]!) / 2, 10);
    expect(interval[0]).toBeLessThanOrEqual(slope);
    expect(interval[1]).toBeGreaterThanOrEqual(slope);
  });
});

describe('judgeSeries', () => {
  test('calls a flat series stable', () => {
    expect(judgeSeries(points([6e6, 6e6 + 900, 6e6, 6e6 + 200, 6e6 + 50, 6e6]), tolerance).verdict).toBe('stable');
  });

  test('calls a steady climb leaking, with its slope', () => {
    const { verdict, slopePerRequest, interval } = judgeSeries(rising(200, 8, 2_000, 1), tolerance);
    expect(verdict).toBe('leaking');
    expect(slopePerRequest).toBeGreaterThan(190);
    expect(slopePerRequest).toBeLessThan(210);
    expect(interval[0]).toBeGreaterThan(150);
  });

  test('sees a leak through the jumps of its own table', () => {
    // Recorded: a Map that gains 88 bytes per request and doubles its table twice.
    const levels = [6_742_192, 6_813_848, 6_859_048, 6_960_656, 7_004_920, 7_049_184, 7_093_448, 7_252_400];
    expect(judgeSeries(points(levels), tolerance).verdict).toBe('leaking');
  });

  test('calls stable what grows and then stops', () => {
    expect(judgeSeries(points([0, 1e5, 2e5, 3e5, 4e5, 4e5, 4e5, 4e5, 4e5 + 300]), tolerance).verdict).toBe('stable');
  });

  test('forgives one late jump', () => {
    expect(judgeSeries(points([0, 200, 0, 400, 300, 300, 300, 12_000, 12_000]), tolerance).verdict).toBe('stable');
  });

  test('does not decide on four points', () => {
    expect(judgeSeries(points([0, 1e5, 2e5, 3e5]), tolerance).verdict).toBe('undecided');
  });

  test.each(Array.from({ length: 40 }, (_, i) => i + 1))('cries no wolf over noise of a kilobyte (seed %i)', (seed) => {
    expect(judgeSeries(rising(0, 8, 1_024, seed), tolerance).verdict).not.toBe('leaking');
  });

  test.each(Array.from({ length: 40 }, (_, i) => i + 1))(
    'misses no leak of 50 bytes in that noise (seed %i)',
    (seed) => {
      expect(judgeSeries(rising(50, 8, 1_024, seed), tolerance).verdict).toBe('leaking');
    },
  );
});
