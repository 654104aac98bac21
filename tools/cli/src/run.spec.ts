import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodedError } from '@watertight/evidence';
import type { HealOptions } from '@watertight/heal';
import type { TrialOptions } from '@watertight/trial';
import {
  drawnWorld,
  finding,
  leaking,
  nothingHealed,
  planned,
  runDrawn,
  scanned,
  stable,
} from './testing/drawn-world.ts';

const checkArgs = ['check', '--quiet', '--route', 'GET /', '--', 'node', 'server.js'];
const inconclusive = { ...stable, verdict: 'inconclusive' as const, reason: 'too noisy' };

describe('check', () => {
  test.each([
    ['stable', stable, 0],
    ['leaking', leaking, 1],
    ['inconclusive', inconclusive, 3],
  ])('%s evidence ends with its exit status', async (verdict, evidence, expected) => {
    const { status, stdout, stderr } = await runDrawn(checkArgs, { runTrial: () => Promise.resolve(evidence) });
    expect(status).toBe(expected);
    expect(stdout.split(':')[0]).toBe(verdict);
    expect(stderr).toBe('');
  });

  test('a leak gets its cause', async () => {
    const args = ['check', '--quiet', '--reporter', 'json', '--route', 'GET /', '--', 'node', 'server.js'];
    const { stdout } = await runDrawn(args, { runTrial: () => Promise.resolve(leaking) });
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, leaks: [{ cause: 'unbounded-cache' }] });
  });

  test('what is typed reaches the trial', async () => {
    let seen: TrialOptions | undefined;
    const args = [
      ['check', '--quiet', '--route', 'GET /a', '--route', 'GET /b', '-H', 'X-Client: {n}', '--requests', '101'],
      ['--warm-up', '7', '--connections', '2', '--url', 'http://127.0.0.1:9', '--start-timeout', '1.5'],
      ['--', 'npm', 'start', '--', '--port', '0'],
    ].flat();
    await runDrawn(args, {
      runTrial: (options) => {
        seen = options;
        return Promise.resolve(stable);
      },
    });
    expect(seen).toMatchObject({
      command: ['npm', 'start', '--', '--port', '0'],
      cwd: process.cwd(),
      routes: [
        { path: '/a', headers: { 'x-client': '{n}' } },
        { path: '/b', headers: { 'x-client': '{n}' } },
      ],
      requestsPerRound: 101,
      warmUpRequests: 7,
      connections: 2,
      url: 'http://127.0.0.1:9',
      startTimeoutMs: 1500,
    });
  });

  test('without a route the target is asked, and what is left out is said', async () => {
    let seen: TrialOptions | undefined;
    const { status, stderr } = await runDrawn(['check', '--', 'node', 'server.js'], {
      discoverRoutes: () =>
        Promise.resolve({ routes: [{ method: 'GET', path: '/a/{n}', headers: {} }], leftOut: ['POST /b (unsafe)'] }),
      runTrial: (options) => {
        seen = options;
        return Promise.resolve(stable);
      },
    });
    expect(status).toBe(0);
    expect(seen?.routes).toEqual([{ method: 'GET', path: '/a/{n}', headers: {} }]);
    expect(stderr).toBe('no --route: loading GET /a/{n}\nleft out: POST /b (unsafe)\n');
  });

  test('a target that tells of no route needs one', async () => {
    const discoverRoutes = () => Promise.resolve({ routes: [], leftOut: ['POST /b (unsafe)'] });
    const { status, stderr } = await runDrawn(['check', '--', 'node', 'server.js'], { discoverRoutes });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error \[NO_ROUTE\]: expected --route, .*POST \/b.*GET \/users/);
  });

  test('growth within the budget is no leak, growth beyond it is', async () => {
    const runTrial = () => Promise.resolve(leaking);
    const withBudget = (amount: string) =>
      runDrawn(['check', '--quiet', '--budget', amount, '--route', 'GET /', '--', 'node', 'x'], { runTrial });
    expect(await withBudget('1 KiB')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('within the budget of 1 KiB'),
    });
    expect(await withBudget('64 B')).toMatchObject({ status: 1 });
  });

  test('progress is lines on stderr, not on stdout', async () => {
    const args = ['check', '--route', 'GET /', '--', 'node', 'server.js'];
    const { stdout, stderr } = await runDrawn(args, {
      runTrial: (options) => {
        options.onProgress?.({ phase: 'rounds', message: 'round 1', fraction: 0.1 });
        options.onProgress?.({ phase: 'rounds', message: 'round 2', fraction: 0.2 });
        return Promise.resolve(stable);
      },
    });
    expect(stderr).toBe(' 10 % round 1\n 20 % round 2\n');
    expect(stdout).not.toContain('round 1');
  });
});

describe('scan', () => {
  test('nothing found ends with 0, a finding that is sure with 1, one that is not with 0', async () => {
    const scanOf = (...findings: (typeof finding)[]) =>
      runDrawn(['scan'], { scan: () => Promise.resolve({ ...scanned, findings }) });
    expect((await scanOf()).status).toBe(0);
    expect((await scanOf(finding)).status).toBe(1);
    expect((await scanOf({ ...finding, confidence: 'low' })).status).toBe(0);
  });

  test('an unknown cause is refused with those that there are', async () => {
    const { status, stderr } = await runDrawn(['scan', '--only', 'bogus']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error \[USAGE\]: expected --only .*unbounded-cache.*, got 'bogus'\n$/);
  });
});

describe('fix', () => {
  const edit = { file: 'app.ts', before: 'a', after: 'b' };
  const plan = { ...planned, edits: [edit], fixed: [{ ...finding, fix: 'automatic' as const }] };

  test('shows the diff and writes nothing', async () => {
    const { status, stdout } = await runDrawn(['fix'], { planFixes: () => Promise.resolve(plan) });
    expect(status).toBe(1);
    expect(stdout).toContain('--- a/app.ts');
    expect(stdout).toContain('pass --write');
  });

  test('--write writes and ends with 0', async () => {
    const written: unknown[] = [];
    const { status, stdout } = await runDrawn(['fix', '--write'], {
      planFixes: () => Promise.resolve(plan),
      writeEdits: (root, edits) => Promise.resolve(void written.push(root, edits)),
    });
    expect(status).toBe(0);
    expect(written).toEqual([process.cwd(), [edit]]);
    expect(stdout).toContain('fixed 1 finding in 1 file');
  });

  test('a dirty tree is refused before anything is written, and only --allow-dirty passes over it', async () => {
    const tools = {
      planFixes: () => Promise.resolve(plan),
      refuseDirtyTree: () => Promise.reject(new CodedError('GIT_TREE_DIRTY', 'expected a clean git tree')),
    };
    const refused = await runDrawn(['fix', '--write'], tools);
    expect(refused).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('[GIT_TREE_DIRTY]') });
    const writeEdits = () => Promise.resolve();
    expect((await runDrawn(['fix', '--write', '--allow-dirty'], { ...tools, writeEdits })).status).toBe(0);
  });

  test('what only a person can fix is left, and is still something to fix', async () => {
    const left = [{ finding, why: 'a person must look at it' }];
    const { status, stdout } = await runDrawn(['fix'], { planFixes: () => Promise.resolve({ ...planned, left }) });
    expect(status).toBe(1);
    expect(stdout).toContain('left: a person must look at it');
  });

  test('nothing to fix ends with 0', async () => {
    const { status, stdout } = await runDrawn(['fix'], { planFixes: () => Promise.resolve(planned) });
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'nothing to fix\n' });
  });
});

describe('heal', () => {
  test('what is typed reaches the healing', async () => {
    let seen: HealOptions | undefined;
    await runDrawn(
      ['heal', '--quiet', '--unsafe', '--build', 'npm run build', '--route', 'GET /', '--', 'npm', 'start'],
      {
        heal: (options) => {
          seen = options;
          return Promise.resolve(nothingHealed);
        },
      },
    );
    expect(seen).toMatchObject({
      command: ['npm', 'start'],
      unsafe: true,
      write: false,
      allowDirty: false,
      build: 'npm run build',
    });
  });

  test('nothing that leaks ends with 0, what remains with 1, no verdict with 3', async () => {
    const healing = (result: Partial<typeof nothingHealed>) =>
      runDrawn(['heal', '--quiet', '--route', 'GET /', '--', 'npm', 'start'], {
        heal: () => Promise.resolve({ ...nothingHealed, ...result }),
      });
    const remaining = [{ ...leaking.leaks[0]!, why: 'no rule finds it' }];
    expect((await healing({})).status).toBe(0);
    expect((await healing({ before: leaking, remaining })).status).toBe(1);
    expect((await healing({ before: inconclusive })).status).toBe(3);
  });

  test('reports are written only where told, for the owner alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'watertight-cli-'));
    try {
      const args = ['heal', '--quiet', '--report-dir', 'out', '--route', 'GET /', '--', 'npm', 'start'];
      const tools = { heal: () => Promise.resolve(nothingHealed) };
      await runDrawn(args, tools, drawnWorld({ cwd: folder }));
      const read = (name: string) => readFileSync(join(folder, 'out', name), 'utf8');
      expect(JSON.parse(read('evidence.json'))).toMatchObject({ schemaVersion: 1, healed: [] });
      expect(read('heal.patch')).toBe('');
      expect(read('report.html')).toMatch(/^<!doctype html>/i);
      expect(statSync(join(folder, 'out', 'evidence.json')).mode & 0o777).toBe(0o600);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('reporters', () => {
  test('several write at once, each to its file, and stdout stays for people', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'watertight-cli-'));
    try {
      const args = ['scan', '--reporter', 'json=a/scan.json', '--reporter', 'markdown=scan.md'];
      const tools = { scan: () => Promise.resolve({ ...scanned, findings: [finding] }) };
      const { stdout } = await runDrawn(args, tools, drawnWorld({ cwd: folder }));
      expect(stdout).toContain('1 finding in 1 file');
      expect(JSON.parse(readFileSync(join(folder, 'a/scan.json'), 'utf8'))).toMatchObject({ schemaVersion: 1 });
      expect(readFileSync(join(folder, 'scan.md'), 'utf8')).toContain('app.ts');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test.each([
    [['scan', '--reporter', 'yaml'], "got 'yaml'"],
    [['scan', '--reporter', 'json='], "got 'json='"],
    [['scan', '--reporter', 'json', '--reporter', 'markdown'], 'only one reporter can write to stdout'],
  ])('%j is refused', async (args, words) => {
    const { status, stderr } = await runDrawn(args);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(words) });
  });

  test('colours are for terminals, and NO_COLOR turns them off', async () => {
    const scan = () => Promise.resolve({ ...scanned, findings: [finding] });
    const onTerminal = await runDrawn(['scan'], { scan }, drawnWorld({ isTTY: true }));
    const without = await runDrawn(['scan'], { scan }, drawnWorld({ isTTY: true, env: { NO_COLOR: '1' } }));
    expect(onTerminal.stdout).toContain('\u001b[');
    expect(without.stdout).not.toContain('\u001b[');
  });
});

describe('misuse', () => {
  test('an error breaks at spaces on a terminal, and is one line in a log', async () => {
    const args = ['check', '--requests', 'as many as it takes', '--', 'node', 'x'];
    const onTerminal = await runDrawn(args, {}, drawnWorld({ isTTY: true }));
    const inLog = await runDrawn(args);
    expect(inLog.stderr.trim().length).toBeGreaterThan(80);
    expect(onTerminal.stderr.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(onTerminal.stderr.replace('\n  ', ' ')).toBe(inLog.stderr);
  });

  test.each([
    [['check', '--route', 'GET /'], "after '--'"],
    [['check', '--requests', '0', '--', 'node', 'x'], 'whole number above 0 for --requests'],
    [['check', '--requests', '12.5', '--', 'node', 'x'], 'whole number above 0 for --requests'],
    [['check', '--budget', 'lots', '--', 'node', 'x'], "'64 B'"],
    [['check', '-H', 'nonsense', '--', 'node', 'x'], "'x-client: {n}'"],
    [['check', '-H', 'a: b', '--', 'node', 'x'], '--route beside --header'],
    [['check', '--url', 'localhost', '--', 'node', 'x'], 'http://127.0.0.1:3000'],
    [['check', '--start-timeout', '-1', '--', 'node', 'x'], 'seconds above 0'],
    [['check', '--route', 'GET /', '--cwd', 'nowhere', '--', 'node', 'x'], 'nothing at'],
    [['check', '--scenario', 'nowhere.json', '--', 'node', 'x'], 'nowhere.json'],
    [['check', '--frobnicate', '--', 'node', 'x'], "unknown option '--frobnicate'"],
    [['chekc'], "unknown command 'chekc'"],
  ])('%j says what was expected', async (args, words) => {
    const { status, stdout, stderr } = await runDrawn(args);
    expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: expect.stringContaining(words) });
    expect(stderr).toMatch(/^error \[[A-Z_]+\]: .+\n$/);
  });

  test('errors are JSON too for those who asked for JSON', async () => {
    const { status, stdout } = await runDrawn(['scan', '--reporter', 'json'], {
      scan: () => Promise.reject(new CodedError('NO_SOURCE_FILES', 'expected sources')),
    });
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      error: { code: 'NO_SOURCE_FILES', message: 'expected sources' },
    });
  });

  test('what is asked of the target is not mistaken for our own reporter', async () => {
    const args = ['check', '--route', 'GET /', '--', 'node', 'x', '--reporter', 'json'];
    const runTrial = () => Promise.reject(new CodedError('TARGET_EXITED', 'it ended'));
    expect((await runDrawn(args, { runTrial })).stdout).toBe('');
  });

  test('our own faults show where they lie', async () => {
    const { status, stderr } = await runDrawn(['scan'], {
      scan: () => Promise.reject(new TypeError('x is undefined')),
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error \[INTERNAL\]: x is undefined\nTypeError: x is undefined\n\s+at /);
  });

  test('an interruption ends as a shell expects', async () => {
    const scan = () => Promise.reject(new CodedError('INTERRUPTED', 'stopped'));
    expect((await runDrawn(['scan'], { scan }, drawnWorld({ stoppedBy: 'SIGINT' }))).status).toBe(130);
    expect((await runDrawn(['scan'], { scan }, drawnWorld({ stoppedBy: 'SIGTERM' }))).status).toBe(143);
    expect((await runDrawn(['scan'], { scan }, drawnWorld({ stoppedBy: 'SIGHUP' }))).status).toBe(129);
  });
});

describe('help', () => {
  test('no command shows it on stderr and is misuse', async () => {
    const { status, stdout, stderr } = await runDrawn([]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('Usage: watertight');
  });

  test.each(['check', 'scan', 'fix', 'heal'])('%s --help has examples', async (command) => {
    const { status, stdout } = await runDrawn([command, '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain(`Examples:\n  watertight ${command} `);
  });

  test('the exit statuses are named', async () => {
    expect((await runDrawn(['--help'])).stdout).toContain('3 inconclusive');
  });

  test('--version is that of the package', async () => {
    expect(await runDrawn(['--version'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});
