import { closeSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { assertReleasesHandles } from './handles.ts';

jest.setTimeout(60_000);

const kept: (() => unknown)[] = [];
afterEach(() => {
  for (const release of kept.splice(0)) release();
});

test('what is closed again is fine', async () => {
  await assertReleasesHandles(async () => {
    const handle = await open(__filename);
    await handle.close();
    closeSync(openSync(__filename, 'r'));
    clearInterval(setInterval(() => undefined, 60_000));
  });
});

test('what the first call opens for all others is fine', async () => {
  let pool: number | undefined;
  await assertReleasesHandles(() => {
    pool ??= openSync(__filename, 'r');
  });
  closeSync(pool!);
});

test('a file that stays open is told with the line that opened it', async () => {
  const leaky = () => {
    const descriptor = openSync(__filename, 'r');
    kept.push(() => closeSync(descriptor));
  };
  await expect(assertReleasesHandles(leaky)).rejects.toThrow(
    /^expected 3 calls to leave nothing open, but they leave\n {2}file × 3, opened at .*handles\.spec\.ts:\d+:\d+$/,
  );
});

test('a timer that nobody clears is told', async () => {
  const leaky = () => {
    const timer = setInterval(() => undefined, 60_000);
    kept.push(() => clearInterval(timer));
  };
  await expect(assertReleasesHandles(leaky, { calls: 2 })).rejects.toThrow(/timer × 2, opened at .*handles\.spec\.ts/);
});

test('a server that nobody closes is told', async () => {
  const leaky = () =>
    new Promise<void>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', resolve);
      kept.push(() => server.close());
    });
  await expect(assertReleasesHandles(leaky)).rejects.toThrow(/TCP server × 3, opened at .*handles\.spec\.ts:\d+/);
});

test('a function that fails says nothing of handles', async () => {
  await expect(assertReleasesHandles(() => Promise.reject(new Error('no such file')))).rejects.toMatchObject({
    code: 'RESPONSES_FAILED',
    message: expect.stringContaining('no such file') as string,
  });
});
