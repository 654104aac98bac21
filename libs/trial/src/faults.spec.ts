import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { drive } from '@watertight/load';
import { withTarget, type Target, type TargetOptions } from './target.ts';
import { isAlive, program, type Program } from './testing/program.ts';

const programs: Program[] = [];
afterEach(() => programs.splice(0).forEach((made) => made.remove()));

function start<Value>(text: string, use: (target: Target) => Promise<Value>, more: Partial<TargetOptions> = {}) {
  const made = program(text);
  programs.push(made);
  return withTarget({ command: made.command, cwd: made.folder, startTimeoutMs: 8_000, ...more }, use);
}

/** Loads it with so many requests; answers with how many were answered how. */
const load = (target: Target, requests = 53) =>
  drive({
    baseUrl: target.baseUrl,
    routes: [{ method: 'GET', path: '/{n}', headers: {} }],
    requests,
    connections: 2,
    firstNumber: 1,
  });
const answered = async (target: Target) => (await load(target)).statuses;
const refused = (running: Promise<unknown>) =>
  running.then(
    () => Promise.reject(new Error('expected a failure')),
    (error: unknown) => error,
  );
const pidIn = (name: string) => Number(readFileSync(join(programs[0]!.folder, name), 'utf8'));

async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 250 && isAlive(pid); tries += 1) await delay(20);
  return !isAlive(pid);
}

const serve = `require('node:http').createServer((q, s) => s.end())`;
// Nobody trusts it: made for this, for localhost, and for a hundred years.
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgFe+JOrvUj2AfkA/F
n/tkqG6rjVrKZwtaWcEpu64QXIKhRANCAARaTcd4bCgLNdF2mhufF6ZSQ6TpBbbj
tbOqTzZdB318075TQYswuqFuB9AcTjOulUU+SRig1KeaVe1JeFE4wcfa
-----END PRIVATE KEY-----
`;
const certificate = `-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUEgZ/lbKKRE56lbW7zQmnKXNycpYwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyODA3NTMwMFoYDzIxMjYxMTA0
MDc1MzAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARaTcd4bCgLNdF2mhufF6ZSQ6TpBbbjtbOqTzZdB318075TQYswuqFu
B9AcTjOulUU+SRig1KeaVe1JeFE4wcfao1MwUTAdBgNVHQ4EFgQUqaRV6bIk2wOs
m/+c5UvnJmG6OgwwHwYDVR0jBBgwFoAUqaRV6bIk2wOsm/+c5UvnJmG6OgwwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiA4YwojOwrq2jygZpcaVV6u
kW2NDhTX4pGUWdvb15sFhwIhAPA0M8q4TzeqeeE+mUXcnD6E1eYVL32PO3ZRjMAl
BpSu
-----END CERTIFICATE-----
`;

jest.setTimeout(40_000);

describe('is loaded and measured', () => {
  test('a server that needs HTTPS, with a certificate that nobody signed', async () => {
    const text = `
      const options = { key: ${JSON.stringify(key)}, cert: ${JSON.stringify(certificate)} };
      require('node:https').createServer(options, (q, s) => s.end()).listen(0, '127.0.0.1');`;
    await start(text, async (target) => {
      expect(target.baseUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
      expect(await answered(target)).toEqual({ 200: 53 });
    });
  });

  test('a server behind a Unix socket', async () => {
    await start(`${serve}.listen('app.sock');`, async (target) => {
      expect(target.baseUrl).toBe(`unix:${programs[0]!.folder}/app.sock`);
      expect(await answered(target)).toEqual({ 200: 53 });
    });
  });

  test('a server beside which a tool opens a Unix socket for words of its own', async () => {
    const text = `
      require('node:net').createServer().listen('tool.sock');
      setTimeout(() => ${serve}.listen(0, '127.0.0.1'), 1200);`;
    await start(text, async (target) => expect(await answered(target)).toEqual({ 200: 53 }));
  });

  test('a server with several ports: the one that was asked for by number, or that is named', async () => {
    const text = `${serve}.listen(0, '127.0.0.1'); ${serve}.listen(PORT, '127.0.0.1'); ${serve}.listen(0, '127.0.0.1');`;
    const port = await start(`${serve}.listen(0, '127.0.0.1')`, ({ baseUrl }) =>
      Promise.resolve(new URL(baseUrl).port),
    );
    await start(text.replace('PORT', port), ({ baseUrl }) =>
      Promise.resolve(expect(baseUrl).toBe(`http://127.0.0.1:${port}`)),
    );
  });

  test('a server that listens late', async () => {
    await start(`setTimeout(() => ${serve}.listen(0, '127.0.0.1'), 1200);`, async (target) =>
      expect(await answered(target)).toEqual({ 200: 53 }),
    );
  });

  test('a server that floods its output, of which only the end is kept', async () => {
    const text = `
      const line = 'x'.repeat(10_000) + '\\n';
      require('node:http').createServer((q, s) => {
        for (let n = 0; n < 20; n += 1) process.stdout.write(line);
        s.end();
      }).listen(0, '127.0.0.1');`;
    await start(text, async (target) => {
      expect(await answered(target)).toEqual({ 200: 53 });
      expect((await target.ask('sample', { settleMs: 0 })).heapUsedBytes).toBeGreaterThan(1e6);
    });
  });
});

describe('ends with a reason, and leaves nothing', () => {
  test('a server that drops its connections is not answered for', async () => {
    await start(
      `require('node:http').createServer((q) => q.socket.destroy()).listen(0, '127.0.0.1')`,
      async (target) => {
        const { statuses, failed } = await load(target);
        expect(statuses).toEqual({});
        expect(failed).toBeGreaterThan(0);
      },
    );
  });

  test('a command that goes into the background', async () => {
    const text = `
      if (process.argv[2]) { ${serve}.listen(0, '127.0.0.1'); require('node:fs').writeFileSync('pid', String(process.pid)); }
      else {
        const child = require('node:child_process').spawn(process.execPath, [__filename, 'serve'], { detached: true, stdio: 'ignore' });
        child.unref();
        setTimeout(() => process.exit(0), 1500);
      }`;
    const error = await refused(start(text, (target) => target.orGone(delay(10_000, undefined, { ref: false }))));
    expect(error).toMatchObject({ code: 'TARGET_EXITED' });
    expect(await isGone(pidIn('pid'))).toBe(true);
  });

  test('a server that is started again when it crashes', async () => {
    const text = `
      const { spawn } = require('node:child_process');
      if (process.argv[2]) {
        let n = 0;
        require('node:http').createServer((q, s) => { if ((n += 1) > 20) process.exit(7); s.end(); }).listen(0, '127.0.0.1');
      } else {
        const again = () => spawn(process.execPath, [__filename, 'serve'], { stdio: 'inherit' }).once('exit', again);
        again();
      }`;
    const error = await refused(
      start(text, async (target) => {
        await load(target);
        await target.ask('sample', { settleMs: 0 });
      }),
    );
    expect(error).toMatchObject({ code: 'TARGET_EXITED', message: expect.stringContaining('started it again') });
  });

  test('a server that runs an older Node than the agent works on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'watertight-old-'));
    const old = join(folder, 'old.cjs');
    // As it is to everybody who asks.
    writeFileSync(old, `Object.defineProperty(process, 'version', { value: 'v18.20.8' });`);
    const options = { env: { NODE_OPTIONS: `--require ${old}` } };
    const error = await refused(start(`${serve}.listen(0, '127.0.0.1');`, () => Promise.resolve(), options));
    rmSync(folder, { recursive: true });
    expect(error).toMatchObject({ code: 'UNSUPPORTED_NODE', message: expect.stringContaining('18.20.8') });
  });

  test('a program that closes the channel of the agent', async () => {
    const text = `
      const isSocketOf = (fd) => {
        try { return fs.readlinkSync('/proc/self/fd/' + fd).startsWith('socket:') && before.includes(fd); } catch { return false; }
      };
      const fs = require('node:fs');
      const before = fs.readdirSync('/proc/self/fd').map(Number);
      require('node:http').createServer((q, s) => {
        s.end();
        for (let fd = 3; fd < 64; fd += 1) if (isSocketOf(fd)) fs.closeSync(fd);
      }).listen(0, '127.0.0.1');`;
    const error = await refused(
      start(text, async (target) => {
        await load(target, 3);
        await target.orGone(delay(10_000, undefined, { ref: false }));
      }),
    );
    expect(error).toMatchObject({ code: 'AGENT_LOST' });
  });
});

test('an interruption before it listens leaves nothing', async () => {
  const abort = new AbortController();
  const text = `require('node:fs').writeFileSync('pid', String(process.pid)); setInterval(() => {}, 1000);`;
  setTimeout(() => abort.abort(), 800);
  const error = await refused(start(text, () => Promise.resolve(), { signal: abort.signal }));
  expect(error).toMatchObject({ code: 'INTERRUPTED' });
  expect(await isGone(pidIn('pid'))).toBe(true);
});
