import { join } from 'node:path';
import { hasFakeTimers, runningTest } from './runner.ts';

test('the running test can be run once more, and it alone', () => {
  const test = runningTest({
    testPath: join(process.cwd(), 'src/app.spec.ts'),
    currentTestName: "users (all) don't leak",
  });
  expect(test).toMatchObject({ runner: 'Jest' });
  expect(test?.typed).toBe(
    String.raw`npx jest --runTestsByPath src/app.spec.ts -t '^users \(all\) don'\''t leak$' --coverage=false --runInBand --testTimeout=600000`,
  );
  expect(test?.command?.slice(0, 2)).toEqual([process.execPath, expect.stringMatching(/jest\/bin\/jest\.js$/)]);
});

test('without a runner that tells of it, there is no running test', () => {
  expect(runningTest(null)).toBeNull();
  expect(runningTest({ testPath: '/srv/app.spec.ts' })).toBeNull();
});

test('fake timers are seen', () => {
  expect(hasFakeTimers()).toBe(false);
  jest.useFakeTimers();
  expect(hasFakeTimers()).toBe(true);
  jest.useRealTimers();
  expect(hasFakeTimers()).toBe(false);
});
