import type { Evidence, Leak } from '@watertight/evidence' with { 'resolution-mode': 'import' };
import { withoutTestDoubles } from './test-doubles.mts';

const leak = {
  signature: 'abc',
  cause: null,
  signal: 'heap-after-gc',
  sink: { kind: 'Array', name: 'visits' },
  retainingPath: ['src/app.ts', 'visits: Array'],
  package: null,
} as unknown as Leak;
const ofDouble: Leak = {
  ...leak,
  sink: { kind: 'Array', name: 'mock.calls' },
  package: { name: '@vitest/spy', version: '4.1.12' },
};
const inJest: Leak = {
  ...leak,
  retainingPath: ['node_modules/jest-mock/build/index.js', '._mockState: WeakMap', '.calls: Array'],
};
const evidence = (...leaks: Leak[]) => ({ verdict: 'leaking', reason: 'the heap grows', leaks }) as unknown as Evidence;

test('leaks of the app stay as they are', () => {
  const found = evidence(leak);
  expect(withoutTestDoubles(found)).toBe(found);
});

test('beside leaks of the app, those of test doubles are left out', () => {
  expect(withoutTestDoubles(evidence(leak, ofDouble, inJest))).toMatchObject({ verdict: 'leaking', leaks: [leak] });
});

test('where only test doubles grow, nothing is said of the app', () => {
  const { verdict, leaks, reason } = withoutTestDoubles(evidence(ofDouble, inJest));
  expect({ verdict, leaks }).toEqual({ verdict: 'inconclusive', leaks: [] });
  expect(reason).toMatch(/test double .* plain function/);
});
