import type { Drawing } from '@watertight/heap-snapshot-testing';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { readDrawing } from '../spec-helpers/read-drawing.ts';
import { growthByClass, steadilyGrowingSinks, steadyClassGrowth } from './growth-by-class.ts';

// A log that gains an entry each round, and a cache that replaces its entries.
function heapOfRound(round: number): HeapSnapshot {
  const entries = Array.from({ length: 100 * round }, (_, i) => `entry${i}`);
  const cached = Array.from({ length: 50 }, (_, i) => `cached${i}`);
  const drawing: Drawing = {
    root: ['global'],
    global: { name: 'global', edges: ['log', 'cache'] },
    log: { name: 'Object', edges: entries },
    cache: { name: 'Object', edges: cached },
    ...Object.fromEntries(entries.map((name, i) => [name, { name: 'Entry', id: 10_001 + 2 * i }])),
    ...Object.fromEntries(cached.map((name, i) => [name, { name: 'Cached', id: 100_001 * round + 2 * i }])),
  };
  return readDrawing(drawing).snapshot;
}

test('growth is told by what came and what went', () => {
  const growth = growthByClass(heapOfRound(1), heapOfRound(2));
  expect(growth).toMatchObject([
    { className: 'Entry', addedCount: 100, removedCount: 0, bytesDelta: 1600 },
    { className: 'Cached', addedCount: 50, removedCount: 50, countDelta: 0 },
  ]);
});

test('what did not change is not told', () => {
  expect(growthByClass(heapOfRound(1), heapOfRound(1))).toEqual([]);
});

test('only what grows in every step grows steadily', () => {
  const rounds = [1, 2, 3].map(heapOfRound);
  expect(steadyClassGrowth(rounds).map(({ steps }) => steps.map((step) => [step.className, step.countDelta]))).toEqual([
    [
      ['Entry', 100],
      ['Entry', 100],
    ],
  ]);
  expect(steadyClassGrowth([rounds[0]!, rounds[1]!, rounds[1]!])).toEqual([]);
});

test('a sink that grows in every step is one sink', () => {
  const [log, ...others] = steadilyGrowingSinks([1, 2, 3].map(heapOfRound));
  expect(others).toEqual([]);
  expect(log!.steps.map(({ newObjects, entryClass }) => [newObjects, entryClass?.name])).toEqual([
    [100, 'Entry'],
    [100, 'Entry'],
  ]);
});
