import { History } from './history.ts';
import { moment } from '../testing/drawn-process.ts';

test('requests are told per second', () => {
  const history = new History();
  history.add(moment({ requests: 0 }), 0);
  expect(history.add(moment({ requests: 300 }), 2_000).requestsPerSecond).toBe(150);
});

test('a count that begins anew is no negative rate', () => {
  const history = new History();
  history.add(moment({ requests: 500 }), 0);
  expect(history.add(moment({ requests: 3 }), 1_000).requestsPerSecond).toBe(0);
});

test('collections are added up, and what the first and the last full one left is kept', () => {
  const history = new History();
  const collected = (full: number, heapAfterFullBytes: number | null) => ({
    collections: { full, young: 2, pauseMs: 3, longestPauseMs: full, heapAfterFullBytes },
  });
  history.add(moment(collected(0, null)), 0);
  expect(history.lastAfterFullBytes).toBeNull();
  history.add(moment(collected(1, 4e6)), 1_000);
  history.add(moment(collected(2, 5e6)), 2_000);
  history.add(moment(collected(0, null)), 3_000);
  const { full, young, pauseMs, longestPauseMs, firstAfterFullBytes, lastAfterFullBytes } = history;
  expect([full, young, pauseMs, longestPauseMs]).toEqual([3, 8, 12, 2]);
  expect([firstAfterFullBytes, lastAfterFullBytes]).toEqual([4e6, 5e6]);
});

test('a line gains what it holds more than a minute ago, and loses what was collected', () => {
  const history = new History();
  const line = (name: string, bytes: number) => ({ file: 'a.ts', line: 1, function: name, isExact: true, bytes });
  const gained = () => history.lines.map(({ function: name, gainedBytes }) => [name, gainedBytes]);
  history.addLines([line('f', 100)], 0);
  history.addLines([line('f', 500), line('g', 50)], 30_000);
  expect(gained()).toEqual([
    ['f', 400],
    ['g', 50],
  ]);
  history.addLines([line('f', 450), line('g', 60)], 80_000);
  // The minute begins with what was there after half of one.
  history.addLines([line('f', 450), line('g', 70)], 85_000);
  expect(gained()).toEqual([
    ['f', -50],
    ['g', 20],
  ]);
});

test('ten minutes of moments are kept, and no more', () => {
  const history = new History();
  for (let second = 0; second < 700; second += 1) history.add(moment({}), second * 1000);
  expect(history.moments).toHaveLength(600);
  expect(history.moments[0]!.atMs).toBe(100_000);
});
