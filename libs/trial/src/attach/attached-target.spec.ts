import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { instancesOf } from '@watertight/heap-snapshot';
import { takeSnapshot } from '../snapshots.ts';
import { isAlive, program, type Program } from '../testing/program.ts';
import { withAttachedTarget, type AttachedTarget, type AttachedTargetOptions } from './attached-target.ts';
import { listeningPortsOf } from './proc.ts';

// What a program can see of having been attached to; it answers with that, and keeps each request it is told to.
const server = `
  const http = require('node:http'), fs = require('node:fs'), dc = require('node:diagnostics_channel');
  class Visit {}
  class Visits extends Map {}
  const visits = new Visits();
  const isNative = (call) => Function.prototype.toString.call(call).includes('[native code]');
  const state = () => ({
    calls: [fs.openSync, fs.open, fs.close, fs.closeSync, fs.promises.open].map((call) => call.name),
    native: [Object.getPrototypeOf, Reflect.getPrototypeOf].map(isNative),
    map: [Object.getPrototypeOf(visits) === Visits.prototype, Object.getOwnPropertyNames(visits)],
    globals: Object.getOwnPropertyNames(globalThis).concat(Object.getOwnPropertySymbols(globalThis).map(String)),
    listening: ['http.server.request.start', 'http.server.response.finish'].map((name) => dc.hasSubscribers(name)),
    timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
    gc: typeof globalThis.gc,
  });
  const server = http.createServer((req, res) => {
    if (req.url.startsWith('/keep')) visits.set(req.url, new Visit());
    if (req.url === '/end') server.close();
    res.setHeader('connection', 'close').end(JSON.stringify(state()));
  });
  server.listen(0, '127.0.0.1', () => console.log(String(server.address().port)));
`;

const programs: Program[] = [];
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const made of programs.splice(0)) made.remove();
});

interface Running {
  readonly child: ChildProcess;
  readonly pid: string;
  readonly url: string;
  output(): string;
}

/** Starts a program as a user would, without an agent, and waits until it tells its port. */
async function start(text = server, ...flags: string[]): Promise<Running> {
  const made = program(text);
  programs.push(made);
  const child = spawn(process.execPath, [...flags, 'server.cjs'], { cwd: made.folder });
  children.push(child);
  let printed = '';
  let port = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk));
  }
  for (let tries = 0; tries < 400 && !port; tries += 1) {
    await delay(20);
    port = /^(\d+)$/m.exec(printed)?.[1] ?? '';
  }
  return { child, pid: String(child.pid), url: `http://127.0.0.1:${port}`, output: () => printed };
}

const attach = <Value>(
  which: string,
  use: (target: AttachedTarget) => Promise<Value>,
  more: Partial<AttachedTargetOptions> = {},
): Promise<Value> => {
  const onLeftBehind = (what: string) => {
    throw new Error(what);
  };
  return withAttachedTarget({ process: which, isLoaded: true, quiet: true, onLeftBehind, ...more }, use);
};

const ask = async (url: string, path = '/') => (await (await fetch(url + path)).json()) as object;
const ended = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise<void>((resolve) => child.once('exit', () => resolve()));

function interruptedAfter(ms: number): AbortController {
  const interrupt = new AbortController();
  setTimeout(() => interrupt.abort(), ms);
  return interrupt;
}

jest.setTimeout(60_000);

describe('a process that runs already', () => {
  test('tells who it is and where it listens, answers, and is left as it was', async () => {
    const running = await start();
    const [before, ports] = [await ask(running.url), listeningPortsOf(Number(running.pid))];
    let folder = '';
    await attach(running.pid, async (target) => {
      folder = target.workFolder;
      expect(target.baseUrl).toBe(running.url);
      expect(target.found).toMatchObject({ pid: running.child.pid, cwd: programs[0]!.folder, isClusterWorker: false });
      expect(target.found.command.at(-1)).toMatch(/server\.cjs$/);
      const { heapUsedBytes } = await target.ask('sample', { settleMs: 0 });
      expect(heapUsedBytes).toBeGreaterThan(1e6);
      await target.ask('served', {});
      await ask(running.url);
      expect(await target.ask('served', {})).toMatchObject({ requests: 1, statuses: { 200: 1 } });
    });
    expect(await ask(running.url)).toEqual(before);
    expect(listeningPortsOf(Number(running.pid))).toEqual(ports);
    expect(existsSync(folder)).toBe(false);
  });

  test('is left as it was also where a trial breaks off in the middle of everything', async () => {
    const running = await start();
    const before = await ask(running.url);
    const broken = attach(running.pid, async (target) => {
      for (let n = 0; n < 5; n += 1) await ask(running.url, `/keep${n}`);
      const snapshot = await takeSnapshot(target);
      expect([...instancesOf(snapshot, 'Visit')]).toHaveLength(5);
      const ids = [...instancesOf(snapshot, 'Visits')].map((ordinal) => snapshot.id(ordinal));
      const targets = ids.map((heapObjectId) => ({ heapObjectId, fields: [] }));
      const taps = await target.ask('tap', { targets, withinMs: 20_000 });
      await ask(running.url, '/keep-tapped');
      const stacks = (await target.ask('tap-report', {})).flatMap((report) => report.stacks);
      expect(taps.some(({ state }) => state === 'tapped')).toBe(true);
      expect(stacks.some(({ frames }) => frames[0]?.file.endsWith('server.cjs'))).toBe(true);
      await target.ask('watch-start', {});
      await target.ask('resources-start', {});
      await target.ask('track-start', {});
      await target.ask('allocations-start', { intervalBytes: 4096 });
      throw new Error('broken off');
    });
    await expect(broken).rejects.toThrow('broken off');
    expect(await ask(running.url)).toEqual(before);
    // Tracking, or a listener of ours, would keep it alive.
    await ask(running.url, '/end');
    await ended(running.child);
    expect(running.child.exitCode).toBe(0);
  });

  test('may have its inspector open, and keeps it so', async () => {
    const running = await start(server, '--inspect=127.0.0.1:0');
    const webSocket = /ws:\/\/\S+/.exec(running.output())![0];
    const base = `http://${new URL(webSocket).host}`;
    for (const url of [webSocket, base]) {
      await attach(url, (target) => Promise.resolve(expect(target.baseUrl).toBe(running.url)));
    }
    expect((await fetch(`${base}/json/list`)).status).toBe(200);
  });

  test('may end meanwhile, and need not wait for us', async () => {
    const running = await start();
    const lost = attach(running.pid, async (target) => {
      await ask(running.url, '/end');
      await target.orGone(delay(20_000, undefined, { ref: false }));
    });
    await expect(lost).rejects.toMatchObject({ code: 'TARGET_EXITED' });
    await ended(running.child);
    expect(running.child.exitCode).toBe(0);
  });

  test('is left when somebody interrupts', async () => {
    const running = await start();
    const before = await ask(running.url);
    const abort = new AbortController();
    const interrupted = attach(
      running.pid,
      async (target) => {
        setTimeout(() => abort.abort(), 50);
        await target.orGone(delay(20_000, undefined, { ref: false }));
      },
      { signal: abort.signal },
    );
    await expect(interrupted).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(await ask(running.url)).toEqual(before);
  });

  test('is left as it was whenever somebody interrupts while the agent is on its way', async () => {
    const running = await start();
    const [before, ports] = [await ask(running.url), listeningPortsOf(Number(running.pid))];
    for (let afterMs = 0; afterMs < 240; afterMs += 12) {
      const { signal } = interruptedAfter(afterMs);
      await attach(running.pid, () => delay(1000), { signal }).catch(() => undefined);
      expect(await ask(running.url)).toEqual(before);
      expect(listeningPortsOf(Number(running.pid))).toEqual(ports);
    }
  });

  test('may listen on a Unix socket only', async () => {
    const running = await start(`
      const path = require('node:path').join(process.cwd(), 'app.sock');
      require('node:http').createServer((q, s) => s.end()).listen(path, () => console.log(1));
    `);
    await attach(running.pid, (target) =>
      Promise.resolve(expect(target.baseUrl).toBe(`unix:${programs[0]!.folder}/app.sock`)),
    );
  });

  test('that has no server must say where it is reached', async () => {
    const running = await start('console.log(1); setInterval(() => {}, 1000);');
    await expect(attach(running.pid, () => Promise.resolve())).rejects.toMatchObject({
      code: 'TARGET_NEVER_LISTENED',
      message: expect.stringContaining('--url'),
    });
    expect(listeningPortsOf(Number(running.pid))).toEqual([]);
    await attach(running.pid, ({ baseUrl }) => Promise.resolve(expect(baseUrl).toBe('')), { isLoaded: false });
  });
});

describe('refuses, and sends no signal to', () => {
  const refused = (which: string) =>
    attach(which, () => Promise.resolve()).then(
      () => Promise.reject(new Error('expected a refusal')),
      (error: unknown) => error,
    );

  test('a process that is not there', async () => {
    expect(await refused('4194304')).toMatchObject({
      code: 'ATTACH_REFUSED',
      message: expect.stringContaining('no process'),
    });
  });

  test('a process that is no Node, which the signal would end', async () => {
    const child = spawn('sleep', ['30']);
    children.push(child);
    await new Promise((resolve) => child.once('spawn', resolve));
    expect(await refused(String(child.pid))).toMatchObject({
      code: 'ATTACH_REFUSED',
      message: expect.stringContaining('no Node'),
    });
    expect(isAlive(child.pid!)).toBe(true);
  });

  test('this very process', async () => {
    expect(await refused(String(process.pid))).toMatchObject({ code: 'ATTACH_REFUSED' });
  });

  test('a URL behind which there is no inspector', async () => {
    const other = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    expect(await refused(`http://127.0.0.1:${port}`)).toMatchObject({ code: 'ATTACH_REFUSED' });
    expect(await refused(`ws://127.0.0.1:${port}/x`)).toMatchObject({ code: 'ATTACH_REFUSED' });
    await new Promise((resolve) => other.close(resolve));
  });

  test('what is neither', async () => {
    expect(await refused('my-server')).toMatchObject({ code: 'USAGE' });
  });
});
