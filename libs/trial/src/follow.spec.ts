import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listeningPortsOf } from './attach/proc.ts';
import { withFollowed, type Followed } from './follow.ts';
import { isAlive, program, type Program } from './testing/program.ts';

const programs: Program[] = [];
const kept = (made: Program) => {
  programs.push(made);
  return made;
};
afterEach(() => programs.splice(0).forEach((made) => made.remove()));

const follow = <Value>({ command, folder }: Program, use: (followed: Followed) => Promise<Value>) =>
  withFollowed({ command, cwd: folder }, use);

const worker = `const kept = [];
function keep() { kept.push(new Array(5000).fill(kept.length)); }
setInterval(keep, 5);
`;

test('a program that listens nowhere is looked at, line by line, and is gone afterwards', async () => {
  const made = kept(program(worker));
  const seen = await follow(made, async (followed) => {
    const first = await followed.moment();
    await followed.lines();
    await delay(400);
    return { pid: followed.pid, first, second: await followed.moment(), lines: await followed.lines() };
  });
  expect(seen.second.uptimeMs).toBeGreaterThan(seen.first.uptimeMs);
  expect(seen.second.heapUsedBytes).toBeGreaterThan(1e6);
  expect(seen.lines[0]).toMatchObject({ line: 2, function: 'keep' });
  expect(isAlive(seen.pid)).toBe(false);
});

test('collections are told since the last look, and what is garbage is collected when asked', async () => {
  await follow(
    kept(
      program(
        `global.garbage = new Array(2e6).fill(1);\nsetTimeout(() => { garbage = null; }, 200);\nsetInterval(() => undefined, 1000);`,
      ),
    ),
    async (followed) => {
      await followed.moment();
      await delay(600);
      expect(await followed.collect()).toBeGreaterThan(15e6);
      const { full, pauseMs, heapAfterFullBytes } = (await followed.moment()).collections;
      expect(full).toBeGreaterThanOrEqual(1);
      expect(pauseMs).toBeGreaterThan(0);
      expect(heapAfterFullBytes).toBeLessThan(15e6);
      expect((await followed.moment()).collections.full).toBe(0);
    },
  );
});

test('the requests of a server are counted', async () => {
  const asksItself = `const http = require('node:http');
http.createServer((req, res) => res.end()).listen(0, function () {
  setInterval(() => http.get({ port: this.address().port }, (res) => res.resume()), 20);
});`;
  await follow(kept(program(asksItself)), async (followed) => {
    const before = await followed.moment();
    await delay(500);
    const { requests } = await followed.moment();
    expect(requests - before.requests).toBeGreaterThan(2);
  });
});

test('a process that runs already is left as it was', async () => {
  const made = kept(program(`${worker}console.log('ready');`));
  const child = spawn(made.command[0]!, made.command.slice(1), {
    cwd: made.folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    await once(child.stdout, 'data');
    const lines = await withFollowed({ process: String(child.pid) }, async (followed) => {
      expect(followed.pid).toBe(child.pid);
      expect(followed.command).toMatch(/server\.cjs$/);
      await followed.moment();
      await followed.lines();
      await delay(400);
      return followed.lines();
    });
    expect(lines[0]).toMatchObject({ file: 'server.cjs', line: 2, function: 'keep' });
    expect(isAlive(child.pid!)).toBe(true);
    expect(listeningPortsOf(child.pid!)).toEqual([]);
  } finally {
    child.kill('SIGKILL');
  }
});

test('a snapshot is written where it is asked for', async () => {
  const made = kept(program(worker));
  const file = join(made.folder, 'one.heapsnapshot');
  await follow(made, (followed) => followed.snapshot(file));
  expect(statSync(file).size).toBeGreaterThan(1e5);
  rmSync(file);
});

test.each([
  ['ends by itself', 'setTimeout(() => undefined, 300)', 'TARGET_EXITED'],
  ['crashes', `setTimeout(() => { throw new Error('boom'); }, 300)`, 'TARGET_CRASHED'],
])('a program that %s is told so', async (_, text, code) => {
  const watching = follow(kept(program(text)), (followed) => followed.orGone(delay(20_000, undefined, { ref: false })));
  await expect(watching).rejects.toMatchObject({ code });
});

test('a command that starts no Node process is refused after a while', async () => {
  const watching = withFollowed({ command: ['sleep', '5'], startTimeoutMs: 300 }, () => Promise.resolve());
  await expect(watching).rejects.toMatchObject({
    code: 'TARGET_NEVER_LISTENED',
    message: expect.stringContaining('no Node process reported within 0.3 s'),
  });
});
