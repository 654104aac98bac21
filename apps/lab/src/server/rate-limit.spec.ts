import { RateLimit } from './rate-limit.ts';

test('a burst is allowed once, then as many as come back with time, each caller for itself', () => {
  const limit = new RateLimit<object>(3, 2);
  const [ada, other] = [{}, {}];
  const allowed = (caller: object, nowMs: number) => limit.allows(caller, nowMs);
  expect([1, 2, 3, 4].map(() => allowed(ada, 0))).toEqual([true, true, true, false]);
  expect(allowed(other, 0)).toBe(true);
  expect([allowed(ada, 500), allowed(ada, 500)]).toEqual([true, false]);
});
