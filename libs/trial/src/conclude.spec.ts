import type { Leak, Signal } from '@watertight/evidence';
import { conclude } from './conclude.ts';

const signal = (
  name: Signal['name'],
  verdict: Signal['verdict'],
  slopePerRequest = verdict === 'leaking' ? 200 : 0,
): Signal => ({
  name,
  verdict,
  slopePerRequest,
  interval: [slopePerRequest - 5, slopePerRequest + 5],
  unit: 'bytes',
  smallestDetectable: 16,
});
const leak = (name: Signal['name']): Leak => ({ signal: name }) as Leak;
const nothing = { leaks: [], filledUp: false, unfilled: null };

test('quiet signals are stable, and say what would have been seen', () => {
  expect(conclude([signal('heap-after-gc', 'stable'), signal('survivors', 'stable')], nothing)).toMatchObject({
    verdict: 'stable',
    reason: 'nothing grows; a leak of 16 bytes per request would have been seen',
  });
});

test('growth with its object found is a leak', () => {
  const found = { leaks: [leak('heap-after-gc')], filledUp: false, unfilled: null };
  const { verdict, reason, leaks } = conclude(
    [signal('heap-after-gc', 'leaking'), signal('survivors', 'leaking')],
    found,
  );
  expect({ verdict, reason }).toEqual({
    verdict: 'leaking',
    reason: 'the heap grows by 200 bytes per request (95 %: 195 to 205)',
  });
  expect(leaks).toHaveLength(1);
});

test('growth that no object explains is inconclusive', () => {
  expect(conclude([signal('heap-after-gc', 'leaking'), signal('survivors', 'leaking')], nothing)).toMatchObject({
    verdict: 'inconclusive',
    reason: 'the heap after collection: it grew, but the object that grows could not be found',
  });
});

test('what grew until it was full is stable', () => {
  const found = { leaks: [], filledUp: true, unfilled: null };
  expect(conclude([signal('heap-after-gc', 'leaking'), signal('survivors', 'leaking')], found).verdict).toBe('stable');
});

test('a restless heap in which nothing piles up is stable', () => {
  const { verdict, signals } = conclude(
    [signal('heap-after-gc', 'inconclusive'), signal('survivors', 'stable')],
    nothing,
  );
  expect(verdict).toBe('stable');
  expect(signals[0]).toMatchObject({ verdict: 'stable', reason: 'no object piles up' });
});

test('descriptors leak whatever the heap does', () => {
  const signals = [signal('heap-after-gc', 'stable'), signal('descriptors', 'leaking', 1)];
  expect(conclude(signals, nothing).verdict).toBe('leaking');
});

test('requests that only the runtime holds are nobody’s leak', () => {
  expect(conclude([signal('heap-after-gc', 'stable'), signal('watched-objects', 'leaking')], nothing).verdict).toBe(
    'stable',
  );
});

test('requests that a field holds are a leak although nothing grows', () => {
  const found = { leaks: [leak('watched-objects')], filledUp: false, unfilled: null };
  expect(conclude([signal('heap-after-gc', 'stable'), signal('watched-objects', 'leaking')], found).verdict).toBe(
    'leaking',
  );
});

test('without a look behind them the signals stand as they are', () => {
  expect(conclude([signal('heap-after-gc', 'leaking')], null).verdict).toBe('leaking');
});

test.each<[Signal['name'], number, string]>([
  ['heap-after-gc', 1, 'the heap grows by 1 byte per request (95 %: -4 to 6)'],
  ['survivors', 1.0004, '1 object per request survives for good (95 %: -4 to 6)'],
  ['survivors', 2, '2 objects per request survive for good (95 %: -3 to 7)'],
  ['watched-objects', 1, '53 requests and responses are still kept after 53 have closed'],
])('what grows by one is singular: %s by %d', (name, slope, reason) => {
  const found = { leaks: [leak('heap-after-gc'), leak('watched-objects')], filledUp: false, unfilled: null };
  expect(conclude([signal(name, 'leaking', slope)], found).reason).toBe(reason);
});

test('what has yet to reach the cap that it names is told as such, and no verdict is given', () => {
  const found = {
    leaks: [],
    filledUp: false,
    unfilled: 'sessions says that it takes in 100000 entries and has not filled',
  };
  const { verdict, reason } = conclude([signal('heap-after-gc', 'leaking')], found);
  expect(verdict).toBe('inconclusive');
  expect(reason).toBe('the heap after collection: sessions says that it takes in 100000 entries and has not filled');
});
