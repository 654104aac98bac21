import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runWatertight, type Finished, type RunOptions } from './watertight.ts';

let root: string;
let folder: string;
let temporary: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'watertight-bad-'));
  folder = join(root, 'app');
  temporary = join(root, 'tmp');
  mkdirSync(folder);
  mkdirSync(temporary);
});
// Whatever goes wrong, no temporary file stays and no process of the target.
afterEach(() => {
  expect(readdirSync(temporary)).toEqual([]);
  expect(processesIn(folder)).toEqual([]);
  rmSync(root, { recursive: true, force: true });
});

/** Processes that run with that working folder. */
function processesIn(where: string): string[] {
  const { stdout } = spawnSync('sh', ['-c', `ls -l /proc/[0-9]*/cwd 2>/dev/null | grep -F -- '-> ${where}' || true`], {
    encoding: 'utf8',
  });
  return stdout.split('\n').filter(Boolean);
}

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const run = (args: readonly string[], options: RunOptions = {}): Promise<Finished> =>
  runWatertight(args, { cwd: folder, ...options, env: { TMPDIR: temporary, ...options.env } });
const serverOf = (handler: string) => `require('node:http').createServer(${handler}).listen(0, '127.0.0.1');`;
const check = (...command: string[]) => ['check', '--quiet', '--route', 'GET /x?id={n}', '--', ...command];

function expectError({ status, stderr }: Finished, code: string, ...words: string[]): void {
  expect(stderr).toContain(`[${code}]`);
  for (const word of words) expect(stderr).toContain(word);
  expect(stderr).not.toMatch(/\n\s+at .*watertight.*\.js/);
  expect(status).toBe(2);
}

jest.setTimeout(60_000);

describe('check', () => {
  test('a command that is not found', async () => {
    expectError(await run(check('no-such-command')), 'COMMAND_NOT_FOUND', 'no-such-command');
  });

  test('no command at all', async () => {
    expectError(await run(['check', '--route', 'GET /x']), 'USAGE', '--');
  });

  test('a command that exits', async () => {
    write('job.cjs', 'console.log("3 mails sent");');
    expectError(await run(check('node', 'job.cjs')), 'TARGET_EXITED', '3 mails sent');
  });

  test('a command that never listens', async () => {
    write('worker.cjs', 'setInterval(() => {}, 1000);');
    const args = ['check', '--quiet', '--start-timeout', '1', '--route', 'GET /x', '--', 'node', 'worker.cjs'];
    expectError(await run(args), 'TARGET_NEVER_LISTENED', '--start-timeout');
  });

  test('a server that crashes under load', async () => {
    write(
      'server.cjs',
      `let n = 0; ${serverOf("(q, s) => { if ((n += 1) > 200) throw new Error('boom at 200'); s.end(); }")}`,
    );
    expectError(await run(check('node', 'server.cjs')), 'TARGET_CRASHED', 'boom at 200');
  });

  test('a server that runs out of memory under load', async () => {
    const handler =
      '(q, s) => { for (let i = 0; i < 50; i += 1) kept.push(new Array(2000).fill(kept.length)); s.end(); }';
    write('server.cjs', `const kept = []; ${serverOf(handler)}`);
    expectError(await run(check('node', '--max-old-space-size=32', 'server.cjs')), 'TARGET_OUT_OF_MEMORY');
  });

  test('a port that is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as AddressInfo;
    write('server.cjs', `require('node:http').createServer().listen(${port}, '127.0.0.1');`);
    const finished = await run(check('node', 'server.cjs'));
    holder.close();
    expectError(finished, 'PORT_TAKEN', String(port));
  });

  test('a route that the server does not have', async () => {
    write('server.cjs', serverOf('(q, s) => { s.statusCode = 404; s.end(); }'));
    expectError(await run(check('node', 'server.cjs')), 'NO_ROUTE', '404');
  });

  test('a route that is none', async () => {
    write('server.cjs', serverOf('(q, s) => s.end()'));
    expectError(await run(['check', '--route', 'users', '--', 'node', 'server.cjs']), 'NO_ROUTE', 'GET /users/{n}');
  });

  test('responses that are all errors', async () => {
    write('server.cjs', serverOf('(q, s) => { s.statusCode = 500; s.end(); }'));
    expectError(await run(check('node', 'server.cjs')), 'RESPONSES_FAILED', '500');
  });

  test('connections that are all dropped', async () => {
    write('server.cjs', serverOf('(q) => q.socket.destroy()'));
    expectError(await run(check('node', 'server.cjs')), 'RESPONSES_FAILED', 'none of 503 requests');
  });

  test('a load command that fails, or that loads somebody else', async () => {
    write('server.cjs', serverOf('(q, s) => s.end()'));
    const by = (load: string) => run(['check', '--quiet', '--load', load, '--', 'node', 'server.cjs']);
    expectError(await by('no-such-driver'), 'LOAD_FAILED', 'no-such-driver', 'exit 127');
    expectError(await by('true'), 'LOAD_FAILED', 'no request reached the server', 'WATERTIGHT_URL');
  });

  test('Ctrl-C in the middle', async () => {
    write('server.cjs', serverOf("(q, s) => { require('node:fs').writeFileSync('loaded', ''); s.end(); }"));
    const interrupt = new AbortController();
    const running = run(check('node', 'server.cjs'), { signal: interrupt.signal });
    while (!existsSync(join(folder, 'loaded'))) await delay(50);
    interrupt.abort();
    expect((await running).status).toBe(130);
  });
});

describe('scan and fix', () => {
  test('a path that does not exist', async () => {
    expectError(await run(['scan', 'nowhere']), 'PATH_NOT_FOUND', 'nowhere');
  });

  test('an empty folder', async () => {
    expectError(await run(['scan', '.']), 'NO_SOURCE_FILES');
  });

  test('TypeScript that does not parse', async () => {
    write('broken.ts', 'const map = new Map(;\nexport function (');
    expectError(await run(['scan', 'broken.ts']), 'SOURCE_INVALID', 'broken.ts');
  });

  test('a dirty git tree is not written to', async () => {
    const git = (...args: string[]) => spawnSync('git', ['-C', folder, ...args]);
    const leaky = `const { openSync } = require('node:fs');\nexports.read = (req, res) => {\n  const fd = openSync('x');\n  res.end(String(fd > 0));\n};\n`;
    write('server.js', leaky);
    git('init', '-q');
    expectError(await run(['fix', '.', '--write']), 'GIT_TREE_DIRTY', 'server.js', '--allow-dirty');
    expect(readFileSync(join(folder, 'server.js'), 'utf8')).toBe(leaky);
  });
});

test('an unknown option', async () => {
  const { status, stderr } = await run(['check', '--frobnicate', '--', 'node', 'x']);
  expect({ status, says: stderr.includes('--frobnicate') }).toEqual({ status: 2, says: true });
});

test('errors are JSON for those who asked for JSON', async () => {
  const { status, stdout } = await run(['check', '--reporter', 'json', '--route', '/x', '--', 'no-such-command']);
  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, error: { code: 'COMMAND_NOT_FOUND' } });
});
