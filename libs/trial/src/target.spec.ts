import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { withTarget, type Target, type TargetOptions } from './target.ts';
import { isAlive, program, server, type Program } from './testing/program.ts';

const programs: Program[] = [];
const kept = (made: Program) => {
  programs.push(made);
  return made;
};
afterEach(() => programs.splice(0).forEach((made) => made.remove()));

const start = (
  made: Program,
  use: (target: Target) => Promise<unknown> = () => Promise.resolve(),
  more: Partial<TargetOptions> = {},
) => withTarget({ command: made.command, cwd: made.folder, startTimeoutMs: 8_000, ...more }, use);

const failing = (text: string, use?: (target: Target) => Promise<unknown>, more?: Partial<TargetOptions>) =>
  start(kept(program(text)), use, more).then(
    () => Promise.reject(new Error('expected a failure')),
    (error: unknown) => error,
  );

describe('a target', () => {
  test('tells its address and its memory, and is gone afterwards with its folder', async () => {
    let seen: { pid: number; workFolder: string } | undefined;
    await start(kept(server('res.end("ok");')), async (target) => {
      seen = target;
      expect(await (await fetch(target.baseUrl)).text()).toBe('ok');
      const sample = await target.ask('sample', { settleMs: 0 });
      expect(sample.heapUsedBytes).toBeGreaterThan(1e6);
      expect(sample.descriptors).toBeGreaterThan(3);
    });
    expect(isAlive(seen!.pid)).toBe(false);
    expect(existsSync(seen!.workFolder)).toBe(false);
  });

  test('keeps nothing of what it was looked through for', async () => {
    const held = `let held = Object.assign(new (require('node:events'))(), { text: new Array(1e6).fill(0) });`;
    await start(kept(server('held = null; res.end();', held)), async (target) => {
      await target.ask('registrations', { settleMs: 0, first: true });
      const before = await target.ask('sample', { settleMs: 0 });
      await fetch(target.baseUrl);
      const after = await target.ask('sample', { settleMs: 0 });
      expect(before.heapUsedBytes - after.heapUsedBytes).toBeGreaterThan(7e6);
    });
  });

  test('is found behind a shell and a parent process, and all of them are stopped', async () => {
    const made = kept(server('res.end(String(process.ppid));'));
    let pids: number[] = [];
    await withTarget(
      { command: ['sh', '-c', `${process.execPath} server.cjs; true`], cwd: made.folder, startTimeoutMs: 8_000 },
      async (target) => {
        pids = [target.pid, Number(await (await fetch(target.baseUrl)).text())];
      },
    );
    expect(pids.map(isAlive)).toEqual([false, false]);
  });

  test('may be an ES module', async () => {
    const made = kept(
      program(
        `import http from 'node:http'; http.createServer((q, s) => s.end('esm')).listen(0, '127.0.0.1');`,
        'server.mjs',
      ),
    );
    await start(made, async (target) => expect(await (await fetch(target.baseUrl)).text()).toBe('esm'));
  });

  test('prints what it prints, and nothing of ours', async () => {
    let output = '';
    const made = kept(server('res.end();', 'console.log("hello"); console.error("there");'));
    await start(made, () => delay(100), { onOutput: (text) => (output += text) });
    expect(output.split('\n').sort()).toEqual(['', 'hello', 'there']);
  });

  test('that ignores SIGTERM is killed', async () => {
    let pid = 0;
    await start(kept(server('res.end();', `process.on('SIGTERM', () => {});`)), (target) =>
      Promise.resolve((pid = target.pid)),
    );
    expect(isAlive(pid)).toBe(false);
  }, 10_000);
});

test('a process that exits meanwhile takes the target and the folder along', async () => {
  const before = process.listeners('exit');
  let seen: { pid: number; workFolder: string } | undefined;
  const made = kept(server('res.end();', `process.on('SIGTERM', () => {});`));
  await start(made, async (target) => {
    seen = target;
    for (const onExit of process.listeners('exit')) if (!before.includes(onExit)) onExit(130);
    expect(existsSync(target.workFolder)).toBe(false);
    for (let tries = 0; isAlive(target.pid) && tries < 100; tries += 1) await delay(20);
    expect(isAlive(target.pid)).toBe(false);
  });
  expect(seen).toBeDefined();
  expect(process.listeners('exit')).toEqual(before);
});

describe('bad input', () => {
  test('a command that does not exist', async () => {
    const missing = withTarget({ command: ['no-such-command'], cwd: '/', startTimeoutMs: 1_000 }, () =>
      Promise.resolve(),
    );
    await expect(missing).rejects.toMatchObject({
      code: 'COMMAND_NOT_FOUND',
      message: expect.stringContaining('no-such-command'),
    });
  });

  test('a command that ends by itself', async () => {
    expect(await failing('console.log("migrated 3 tables")')).toMatchObject({
      code: 'TARGET_EXITED',
      message: expect.stringContaining('migrated 3 tables'),
    });
  });

  test('a command that crashes at start', async () => {
    expect(await failing('throw new Error("no database")')).toMatchObject({
      code: 'TARGET_CRASHED',
      message: expect.stringContaining('no database'),
    });
  });

  test('a command that never listens', async () => {
    expect(await failing('setInterval(() => {}, 1000)', undefined, { startTimeoutMs: 700 })).toMatchObject({
      code: 'TARGET_NEVER_LISTENED',
    });
  });

  test('a port that is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as AddressInfo;
    const error = await failing(`require('node:http').createServer().listen(${port}, '127.0.0.1')`);
    holder.close();
    expect(error).toMatchObject({ code: 'PORT_TAKEN', message: expect.stringContaining(String(port)) });
  });

  test('a target that crashes later', async () => {
    const error = await failing(
      `require('node:http').createServer(() => { throw new Error('bad request 7') }).listen(0, '127.0.0.1')`,
      async (target) => {
        await fetch(target.baseUrl).catch(() => undefined);
        await target.orGone(delay(5_000));
      },
    );
    expect(error).toMatchObject({ code: 'TARGET_CRASHED', message: expect.stringContaining('bad request 7') });
  });

  test('a target that runs out of memory says what filled its heap, and leaves no file', async () => {
    const error = await failing(
      `const kept = [];
      require('node:http').createServer(() => { for (;;) kept.push(new Array(1000).fill(kept.length)); }).listen(0, '127.0.0.1')`,
      async (target) => {
        void fetch(target.baseUrl).catch(() => undefined);
        await target.orGone(delay(60_000, undefined, { ref: false }));
      },
      { env: { NODE_OPTIONS: '--max-old-space-size=24' } },
    );
    expect(error).toMatchObject({
      code: 'TARGET_OUT_OF_MEMORY',
      message: expect.stringMatching(
        /of [\d.]+ MiB on the heap before it was full:\n {2}[\d.]+ MiB in Array kept \(server\.cjs:1\)\n/,
      ),
    });
    expect(readdirSync(programs.at(-1)!.folder)).toEqual(['server.cjs']);
  }, 80_000);

  test('diagnostics that the target was started for go where they would have gone', async () => {
    const made = kept(server('res.end(JSON.stringify([process.report.directory, process.env.NODE_OPTIONS]))'));
    const [node, ...file] = made.command;
    const started = async (command: readonly string[]) => {
      let seen: unknown;
      await start({ ...made, command }, async ({ baseUrl, workFolder }) => {
        const [directory, options] = (await (await fetch(baseUrl)).json()) as [string, string];
        seen = { directory, isOurs: options.includes(`--diagnostic-dir=${JSON.stringify(workFolder)}`) };
      });
      return seen;
    };
    expect(await started(made.command)).toEqual({ directory: realpathSync(made.folder), isOurs: true });
    expect(await started([node!, '--cpu-prof', ...file])).toEqual({ directory: '', isOurs: false });
  });

  test('a target whose event loop is blocked', async () => {
    const error = await failing(
      `require('node:http').createServer(() => { for (;;); }).listen(0, '127.0.0.1')`,
      async (target) => {
        void fetch(target.baseUrl).catch(() => undefined);
        await delay(200);
        await target.ask('sample', { settleMs: 0 }, 500);
      },
    );
    expect(error).toMatchObject({ code: 'TARGET_HUNG' });
  }, 10_000);

  test('an interruption stops the target and says so', async () => {
    const abort = new AbortController();
    let pid = 0;
    const interrupted = start(
      kept(server('res.end();')),
      (target) => {
        pid = target.pid;
        setTimeout(() => abort.abort(), 50);
        return target.orGone(delay(10_000));
      },
      { signal: abort.signal },
    );
    await expect(interrupted).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(isAlive(pid)).toBe(false);
  });
});

test('the agent ends a target whose trial was killed', async () => {
  const made = kept(server('res.end();'));
  let pid = 0;
  await start(made, async (target) => {
    pid = target.pid;
    // Closing the channel is all that the agent sees of a trial that was killed.
    await target.ask('sample', { settleMs: 0 });
  });
  expect(isAlive(pid)).toBe(false);
});

test('a process that runs already may join in place of a command, and is left running', async () => {
  let closed: () => void;
  const gone = new Promise<void>((resolve) => (closed = resolve));
  const joined = (channelPath: string) => {
    const socket = connect(channelPath);
    const tell = (message: object) => socket.write(`${JSON.stringify(message)}\n`);
    tell({
      type: 'hello',
      pid: process.pid,
      parentPid: 0,
      node: 'v22.0.0',
      entry: null,
      threadId: 0,
      isClusterWorker: false,
    });
    tell({ type: 'listening', host: '127.0.0.1', port: 4321, requestedPort: 4321, secure: false });
    socket.on('close', () => closed());
  };
  const options = { command: ['what runs already'], cwd: process.cwd(), startTimeoutMs: 5_000, invite: joined };
  await withTarget(options, ({ baseUrl, pid }) => {
    expect({ baseUrl, pid }).toEqual({ baseUrl: 'http://127.0.0.1:4321', pid: process.pid });
    return Promise.resolve();
  });
  await gone;
});
