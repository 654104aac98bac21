import { AllocationSnapshot } from './allocation-snapshot.ts';
import { packageNameOf, type GroupBy } from './group-by.ts';
import { drawTrace, randomTraces, seeded } from './testing/drawn-traces.ts';
import type { AllocationFrame, AllocationTrace } from './traces.ts';

const snapshot = (...traces: readonly AllocationTrace[]) => new AllocationSnapshot({ traces, intervalBytes: 1 });
const rows = (found: readonly { name: string; bytes: number; count: number }[]) =>
  found.map(({ name, bytes, count }) => [name, bytes, count]);

test('adds up by line, the largest first', () => {
  const taken = snapshot(
    drawTrace(100, 1, 'src/app.ts:12 handle', 'src/main.ts:3 run'),
    drawTrace(300, 2, 'src/app.ts:14 handle', 'src/main.ts:3 run'),
    drawTrace(400, 4, 'src/app.ts:12 handle', 'src/main.ts:9 other'),
  );
  expect(rows(taken.statistics('line'))).toEqual([
    ['src/app.ts:12', 500, 5],
    ['src/app.ts:14', 300, 2],
  ]);
  expect(rows(taken.statistics('file'))).toEqual([['src/app.ts', 800, 7]]);
  expect(rows(taken.statistics('function'))).toEqual([['src/app.ts: handle', 800, 7]]);
  expect(taken.totalBytes).toBe(800);
});

test('a stack is named by its calls, innermost first', () => {
  const taken = snapshot(drawTrace(100, 1, 'src/app.ts:12 handle', 'src/main.ts:3 run'));
  expect(taken.statistics('stack')[0]!.name).toBe('src/app.ts:12 handle\n  src/main.ts:3 run');
});

test('a recursive function counts once where statistics are cumulative', () => {
  const taken = snapshot(drawTrace(100, 1, 'src/tree.ts:5 walk', 'src/tree.ts:5 walk', 'src/main.ts:3 run'));
  expect(rows(taken.statistics('line', true))).toEqual([
    ['src/main.ts:3', 100, 1],
    ['src/tree.ts:5', 100, 1],
  ]);
});

test('a stack has no cumulative statistic', () => {
  expect(() => snapshot().statistics('stack', true)).toThrow(expect.objectContaining({ code: 'CUMULATIVE_STACK' }));
});

test('a line and the head of a function on the same line stay apart, each with its precision', () => {
  const taken = snapshot(drawTrace(10, 1, 'src/app.ts:12 handle'), drawTrace(20, 1, 'src/app.ts:~12 handle'));
  expect(taken.statistics('line').map(({ bytes, precision }) => [bytes, precision])).toEqual([
    [20, 'function'],
    [10, 'line'],
  ]);
});

test('two functions on one line stay apart while only the functions are known', () => {
  const taken = snapshot(drawTrace(10, 1, 'src/app.ts:~1 first'), drawTrace(20, 1, 'src/app.ts:~1 second'));
  expect(taken.statistics('line')).toHaveLength(2);
});

test('a group is no more precise than its least precise part', () => {
  const taken = snapshot(drawTrace(10, 1, 'src/app.ts:12 handle'), drawTrace(20, 1, 'src/app.ts:~4 handle'));
  expect(taken.statistics('file')).toMatchObject([{ bytes: 30, precision: 'function' }]);
});

test('compares with an older snapshot: the largest change first, in either direction', () => {
  const older = snapshot(
    drawTrace(900, 9, 'src/a.ts:1 f'),
    drawTrace(50, 1, 'src/b.ts:2 g'),
    drawTrace(10, 1, 'src/c.ts:3 h'),
  );
  const newer = snapshot(
    drawTrace(600, 6, 'src/b.ts:2 g'),
    drawTrace(10, 1, 'src/c.ts:3 h'),
    drawTrace(30, 3, 'src/d.ts:4 i'),
  );
  const found = newer.compareTo(older, 'line');
  expect(found.map(({ name, bytes, bytesGained, countGained }) => [name, bytes, bytesGained, countGained])).toEqual([
    ['src/a.ts:1', 0, -900, -9],
    ['src/b.ts:2', 600, 550, 5],
    ['src/d.ts:4', 30, 30, 3],
    ['src/c.ts:3', 10, 0, 0],
  ]);
});

test.each([
  ['/app/node_modules/@nestjs/core/router.js', '@nestjs/core'],
  ['/app/node_modules/a/node_modules/b/index.js', 'b'],
  ['node_modules/a/index.js', 'a'],
  ['C:\\app\\node_modules\\a\\index.js', 'a'],
  ['src/app.ts', '(own code)'],
  ['node:fs', '(runtime)'],
  ['(V8 API)', '(runtime)'],
])('%s belongs to %s', (file, name) => expect(packageNameOf(file)).toBe(name));

// The obvious way: for each group in turn, walk all traces and ask whether it takes part.
function byHand(traces: readonly AllocationTrace[], keyOf: (frame: AllocationFrame) => string, cumulative: boolean) {
  const keys = new Set(traces.flatMap(({ frames }) => frames.map(keyOf)));
  return [...keys].flatMap((key) => {
    const mine = traces.filter(({ frames }) =>
      (cumulative ? frames : frames.slice(0, 1)).some((frame) => keyOf(frame) === key),
    );
    if (mine.length === 0) return [];
    return [mine.reduce((sum, { bytes }) => sum + bytes, 0)];
  });
}

const keys = {
  line: (frame: AllocationFrame) =>
    JSON.stringify([frame.file, frame.line, frame.precision, frame.precision === 'line' ? '' : frame.function]),
  function: (frame: AllocationFrame) => JSON.stringify([frame.file, frame.function]),
  file: (frame: AllocationFrame) => frame.file,
  package: (frame: AllocationFrame) => packageNameOf(frame.file),
} as const satisfies { readonly [By in Exclude<GroupBy, 'stack'>]: (frame: AllocationFrame) => string };

const descending = (a: number, b: number) => b - a;

test.each(Array.from({ length: 200 }, (_, seed) => seed))('agrees with adding up group by group (seed %i)', (seed) => {
  const traces = randomTraces(seeded(seed));
  for (const groupBy of Object.keys(keys) as (keyof typeof keys)[]) {
    for (const cumulative of [false, true]) {
      const found = snapshot(...traces).statistics(groupBy, cumulative);
      const expected = byHand(traces, keys[groupBy], cumulative);
      expect(found.map(({ bytes }) => bytes)).toEqual(expected.sort(descending));
    }
  }
});

test.each(Array.from({ length: 100 }, (_, seed) => seed))(
  'what is gained over nothing is all there is, and over itself nothing (seed %i)',
  (seed) => {
    const taken = snapshot(...randomTraces(seeded(seed)));
    const all = taken.statistics('stack');
    expect(taken.compareTo(snapshot(), 'stack').map(({ bytesGained }) => bytesGained)).toEqual(
      all.map(({ bytes }) => bytes),
    );
    expect(
      taken.compareTo(taken, 'stack').every(({ bytesGained, countGained }) => bytesGained === 0 && countGained === 0),
    ).toBe(true);
  },
);
