import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commandLoad } from './command-load.ts';
import type { LoadOrder } from './outside-load.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'watertight-load-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const order: LoadOrder = { url: 'http://127.0.0.1:3000', count: 203, signal: new AbortController().signal };
const drive = (command: string, more: Partial<LoadOrder> = {}) =>
  commandLoad(command, { cwd: folder }).drive({ ...order, ...more });
const written = (name: string) => readFileSync(join(folder, name), 'utf8').trim();

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A process of somebody else is collected a moment after its end. */
async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 200 && isAlive(pid); tries += 1) await delay(20);
  return !isAlive(pid);
}

test('a command is run by the shell, in its folder, and is told the address and how many requests are wanted', async () => {
  await drive('echo "$WATERTIGHT_URL $WATERTIGHT_REQUESTS" > told');
  expect(written('told')).toBe('http://127.0.0.1:3000 203');
});

test('what it prints is passed on', async () => {
  let printed = '';
  const load = commandLoad('echo 203 sent; echo slow >&2', { cwd: folder, onOutput: (text) => (printed += text) });
  await load.drive(order);
  expect(printed.split('\n').sort()).toEqual(['', '203 sent', 'slow']);
});

test('one that fails says so, with its status and its last words', async () => {
  await expect(drive('echo "no script shop.js" >&2; exit 7')).rejects.toMatchObject({
    code: 'LOAD_FAILED',
    message: expect.stringMatching(/exit 7[^]*no script shop\.js/),
  });
});

test('one that does not exist fails, too', async () => {
  await expect(drive('no-such-driver --fast')).rejects.toMatchObject({
    code: 'LOAD_FAILED',
    message: expect.stringContaining('exit 127'),
  });
});

test('one that is killed says by which signal', async () => {
  await expect(drive('kill -TERM $$')).rejects.toMatchObject({ message: expect.stringContaining('SIGTERM') });
});

test('an interruption ends it, with all that it started', async () => {
  const abort = new AbortController();
  const running = drive('sleep 60 & echo $! > child; wait', { signal: abort.signal });
  await delay(300);
  abort.abort();
  await running;
  expect(await isGone(Number(written('child')))).toBe(true);
});

test('what it leaves in the background ends with it', async () => {
  await drive('sleep 60 & echo $! > child');
  expect(await isGone(Number(written('child')))).toBe(true);
});

test('it ends where whoever started it is killed', async () => {
  writeFileSync(
    join(folder, 'starts.mjs'),
    `const { commandLoad } = await import(${JSON.stringify(join(import.meta.dirname, '../dist/index.js'))});
     const order = { url: '', count: 1, signal: new AbortController().signal };
     await commandLoad('echo $$ > shell; sleep 60', { cwd: ${JSON.stringify(folder)} }).drive(order);`,
  );
  const starter = spawn(process.execPath, [join(folder, 'starts.mjs')]);
  await delay(1_500);
  const shell = Number(written('shell'));
  expect(isAlive(shell)).toBe(true);
  starter.kill('SIGKILL');
  expect(await isGone(shell)).toBe(true);
}, 20_000);
