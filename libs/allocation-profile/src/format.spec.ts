import { AllocationSnapshot } from './allocation-snapshot.ts';
import { formatBytes, formatStatistic } from './format.ts';
import { drawTrace } from './testing/drawn-traces.ts';
import type { AllocationTrace } from './traces.ts';

const snapshot = (...traces: readonly AllocationTrace[]) => new AllocationSnapshot({ traces, intervalBytes: 1 });
const leak = snapshot(drawTrace(430_080, 5000, 'src/app.ts:12 handle'));

// Each text as Python's tracemalloc writes it.
test.each([
  [0, '0 B', '+0 B'],
  [86, '86 B', '+86 B'],
  [-5, '-5 B', '-5 B'],
  [10_239, '10239 B', '+10239 B'],
  [10_240, '10.0 KiB', '+10.0 KiB'],
  [102_399, '100.0 KiB', '+100.0 KiB'],
  [102_400, '100 KiB', '+100 KiB'],
  [430_080, '420 KiB', '+420 KiB'],
  [-430_080, '-420 KiB', '-420 KiB'],
  [10_485_760, '10.0 MiB', '+10.0 MiB'],
  [5000 * 2 ** 40, '5000 TiB', '+5000 TiB'],
])('%d bytes are %s', (bytes, plain, withSign) => {
  expect(formatBytes(bytes)).toBe(plain);
  expect(formatBytes(bytes, true)).toBe(withSign);
});

test('a statistic is one line of text, as in tracemalloc', () => {
  expect(leak.statistics('line').map(formatStatistic)).toEqual([
    'src/app.ts:12: size=420 KiB, count=5000, average=86 B',
  ]);
});

test('a difference says what was gained', () => {
  expect(leak.compareTo(snapshot(), 'line').map(formatStatistic)).toEqual([
    'src/app.ts:12: size=420 KiB (+420 KiB), count=5000 (+5000), average=86 B',
  ]);
  expect(snapshot().compareTo(leak, 'line').map(formatStatistic)).toEqual([
    'src/app.ts:12: size=0 B (-420 KiB), count=0 (-5000)',
  ]);
});

test('a line that is only the head of its function says so', () => {
  const taken = snapshot(drawTrace(64, 1, 'src/app.ts:~10 handle'));
  expect(taken.statistics('line').map(formatStatistic)).toEqual([
    'src/app.ts:10: size=64 B, count=1, average=64 B (in function handle)',
  ]);
  expect(taken.statistics('file').map(formatStatistic)).toEqual(['src/app.ts: size=64 B, count=1, average=64 B']);
});
