import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Evidence } from '@watertight/evidence';
import { runWatertight, watertightCommand, type Finished } from './watertight.ts';

// Tells what a program can see of having been attached to. The leak stands on line 14.
const server = (isLeaking: boolean) => `const http = require('node:http');
const fs = require('node:fs');
const channel = require('node:diagnostics_channel');
const visits = new Map();
const state = () => ({
  calls: [fs.openSync, fs.open, fs.close, fs.closeSync, fs.promises.open].map((call) => call.name),
  map: [Object.getPrototypeOf(visits) === Map.prototype, Object.getOwnPropertyNames(visits)],
  globals: Object.getOwnPropertyNames(globalThis),
  watched: ['http.server.request.start', 'http.server.response.finish'].map((name) => channel.hasSubscribers(name)),
  inspector: require('node:inspector').url() ?? null,
});
http.createServer((req, res) => {
  if (req.url === '/state') return res.end(JSON.stringify(state()));
  ${isLeaking ? '' : '// '}visits.set(req.url, { url: req.url, at: new Date() });
  res.end('ok');
}).listen(0, '127.0.0.1', function () { console.log(this.address().port); });
`;

let folder: string;
let temporary: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watertight-attach-'));
  temporary = join(folder, 'tmp');
  mkdirSync(temporary);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Running {
  readonly pid: number;
  readonly url: string;
  state(): Promise<unknown>;
}

async function start(isLeaking: boolean): Promise<Running> {
  writeFileSync(join(folder, 'server.cjs'), server(isLeaking));
  const child = spawn(process.execPath, ['server.cjs'], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  const port = await new Promise<string>((resolve) =>
    child.stdout.once('data', (data) => resolve(String(data).trim())),
  );
  const url = `http://127.0.0.1:${port}`;
  return { pid: child.pid!, url, state: async () => (await fetch(`${url}/state`)).json() };
}

const attach = ({ pid }: Running, ...options: string[]): Promise<Finished> =>
  runWatertight(['attach', String(pid), '--quiet', '--reporter', 'json', ...options], { env: { TMPDIR: temporary } });

const load = ['--route', 'GET /x?id={n}', '--requests', '203'];

/** The state as soon as it is, or is no more, what it was before the command; or after so many seconds, whatever it is. */
async function stateOnce(running: Running, isBefore: boolean, before: unknown, seconds: number): Promise<unknown> {
  for (let tries = 0; tries < seconds * 10; tries += 1) {
    if ((JSON.stringify(await running.state()) === JSON.stringify(before)) === isBefore) break;
    await delay(100);
  }
  return running.state();
}

test('a leak of a process that runs is found at its line, and the process goes on as before', async () => {
  const running = await start(true);
  const before = await running.state();
  const { status, stdout, stderr } = await attach(running, ...load, '--snapshot', 'yes');
  expect(stderr).toBe('');
  expect(status).toBe(1);
  const { verdict, leaks, trial } = JSON.parse(stdout) as Evidence;
  expect(verdict).toBe('leaking');
  expect(trial.attachedTo).toBe(String(running.pid));
  expect(leaks[0]).toMatchObject({
    sink: { name: 'visits', file: 'server.cjs', line: 4 },
    insertion: { file: 'server.cjs', line: 14 },
  });
  expect(await running.state()).toEqual(before);
  expect(readdirSync(temporary)).toEqual([]);
});

test('one that does not leak is stable, and goes on as before', async () => {
  const running = await start(false);
  const before = await running.state();
  const { status, stdout } = await attach(running, ...load, '--snapshot', 'yes');
  expect((JSON.parse(stdout) as Evidence).verdict).toBe('stable');
  expect(status).toBe(0);
  expect(await running.state()).toEqual(before);
});

test('where nobody can be asked no snapshot is taken: it goes on by sampling, and says what it could not see', async () => {
  const running = await start(true);
  const before = await running.state();
  const { status, stdout } = await attach(running, ...load);
  const { verdict, unseen, leaks } = JSON.parse(stdout) as Evidence;
  expect(verdict).toBe('leaking');
  expect(status).toBe(1);
  expect(unseen?.join('\n')).toMatch(/which object grows.*stand still for about.*--snapshot yes/);
  // What stays was allocated in the handler; which line inserts it is not known.
  expect(leaks[0]).toMatchObject({ insertion: null });
  expect(leaks[0]!.allocationSites[0]).toMatchObject({ file: 'server.cjs' });
  expect(await running.state()).toEqual(before);
});

test('the traffic that comes in is a load, too', async () => {
  const running = await start(true);
  const stop = new AbortController();
  const traffic = (async () => {
    for (let n = 0; !stop.signal.aborted; n += 1) await (await fetch(`${running.url}/y?id=${n}`)).text();
  })();
  const { status, stdout } = await attach(running, '--watch-traffic', '--round', '1', '--snapshot', 'yes');
  stop.abort();
  await traffic;
  const { verdict, leaks } = JSON.parse(stdout) as Evidence;
  expect(verdict).toBe('leaking');
  expect(status).toBe(1);
  expect(leaks[0]).toMatchObject({ insertion: { file: 'server.cjs', line: 14 } });
});

// While the inspector opens, in the warm-up, in the rounds, and while snapshots are taken and taps are set.
const moments = [0.5, 1.5, 4, 9];

test.each(moments)('Ctrl-C after %d s leaves the process as it was', async (seconds) => {
  const running = await start(true);
  const before = await running.state();
  const interrupt = new AbortController();
  const stopped = runWatertight(['attach', String(running.pid), '--quiet', ...load, '--snapshot', 'yes'], {
    env: { TMPDIR: temporary },
    signal: interrupt.signal,
  });
  await delay(seconds * 1000);
  interrupt.abort();
  // Null where it was ended before it could begin.
  expect([130, null]).toContain((await stopped).status);
  expect(await running.state()).toEqual(before);
  expect(readdirSync(temporary)).toEqual([]);
});

// While the agent is there: in the warm-up, in the rounds, and while snapshots are taken and taps are set.
test.each([1, 3.5, 8])(
  'where the command is killed %d s after it came, the process takes everything back by itself',
  async (seconds) => {
    const running = await start(true);
    const before = await running.state();
    const args = [watertightCommand, 'attach', String(running.pid), '--quiet', ...load, '--snapshot', 'yes'];
    const command = spawn(process.execPath, args, { env: { ...process.env, TMPDIR: temporary }, stdio: 'ignore' });
    expect(await stateOnce(running, false, before, 30)).not.toEqual(before);
    await delay(seconds * 1000);
    command.kill('SIGKILL');
    expect(await stateOnce(running, true, before, 30)).toEqual(before);
    expect(readFileSync(`/proc/${running.pid}/status`, 'utf8')).toContain('State:');
  },
);
