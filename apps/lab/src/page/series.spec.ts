import type { Point } from '../protocol.ts';
import { Series } from './series.ts';

const pointAt = (atMs: number, rssBytes = 1): Point => ({
  atMs,
  requestsPerSecond: 0,
  latencyMs: null,
  heapAfterCollectionBytes: null,
  heapTotalBytes: 0,
  rssBytes,
  externalBytes: 0,
  descriptors: 0,
  listeners: 0,
  pauseMs: 0,
});

test('two processes that report at different moments share one time axis', () => {
  const series = new Series();
  series.replace('yours', [pointAt(10_000, 7), pointAt(10_510, 8)]);
  series.replace('twin', [pointAt(10_120, 3), pointAt(10_700, 4)]);
  const [times, yours, twin] = series.columns(({ rssBytes }) => rssBytes, 1);
  expect(times).toEqual([9.5, 10, 10.5]);
  expect(yours).toEqual([null, 7, 8]);
  expect(twin).toEqual([null, 3, 4]);
});

test('after an hour it holds no more than after ten minutes', () => {
  const series = new Series();
  for (let n = 0; n < 7200; n += 1) series.add('yours', [pointAt(n * 500, n)]);
  const [times, values] = series.columns(({ rssBytes }) => rssBytes, 3600);
  expect(values.filter((value) => value !== null)).toHaveLength(1200);
  expect(values.at(-1)).toBe(7199);
  expect(times).toHaveLength(7201);
});

test('who listens no longer is not told', () => {
  const series = new Series();
  const heard = jest.fn();
  series.listen(heard)();
  series.add('yours', [pointAt(1)]);
  expect(heard).not.toHaveBeenCalled();
});
