import { assertStaysFlat, failureOf, isPassed } from './stays-flat.ts';
import type { Measured } from './protocol.ts';
import { TestingError } from './testing-error.ts';

const app = () => undefined;
const measured = (verdict: Measured['verdict']) => ({ verdict, account: 'the account' }) as unknown as Measured;

test('a load is wanted', async () => {
  await expect(assertStaysFlat(app, {})).rejects.toThrow(TestingError);
  await expect(assertStaysFlat(app, {})).rejects.toMatchObject({ code: 'NO_ROUTE' });
});

test('fake timers are refused, for nothing would expire', async () => {
  jest.useFakeTimers();
  await expect(assertStaysFlat(app, { route: 'GET /' })).rejects.toMatchObject({
    code: 'USAGE',
    message: expect.stringContaining('timers') as string,
  });
  jest.useRealTimers();
});

test.each([
  ['the route', { route: 'FETCH /x' }, 'NO_ROUTE'],
  ['the budget', { route: 'GET /x', budget: 'little' }, 'USAGE'],
])(
  'what is wrong with %s is found in the process beside, and told here',
  async (_, options, code) => {
    await expect(assertStaysFlat(['node', '-e', ''], options)).rejects.toMatchObject({ name: 'TestingError', code });
  },
  60_000,
);

test('only what is stable passes, unless it may be inconclusive', () => {
  expect(['stable', 'inconclusive', 'leaking'].map((verdict) => isPassed(measured(verdict as 'stable'), {}))).toEqual([
    true,
    false,
    false,
  ]);
  expect(isPassed(measured('inconclusive'), { allowInconclusive: true })).toBe(true);
  expect(isPassed(measured('leaking'), { allowInconclusive: true })).toBe(false);
});

test('each failure says which it is', () => {
  expect(failureOf(measured('leaking'), { budget: '64 B' })).toBe(
    'expected memory to stay flat within 64 B per request, but it leaks\n\nthe account',
  );
  expect(failureOf(measured('inconclusive'), {})).toMatch(/cannot tell; allowInconclusive/);
});
