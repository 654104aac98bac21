import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { causes } from '@watertight/catalog';
import type { FixPlan, Project, ScanOptions } from '@watertight/codemods';
import { CodedError, type HealResult, type ScanResult } from '@watertight/evidence';
import type { HealOptions } from '@watertight/heal';
import type { DiscoverOptions, TrialOptions } from '@watertight/trial';
import { buildProgram } from './program.ts';
import type { Settings, Tools } from './tools.ts';
import {
  drawnWorld,
  finding,
  leaking,
  noSettings,
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
        Promise.resolve({
          routes: [{ method: 'GET', path: '/a/{n}', headers: {} }],
          leftOut: ['POST /b (unsafe)'],
          failing: [],
        }),
      runTrial: (options) => {
        seen = options;
        return Promise.resolve(stable);
      },
    });
    expect(status).toBe(0);
    expect(seen?.routes).toEqual([{ method: 'GET', path: '/a/{n}', headers: {} }]);
    expect(stderr).toBe(
      '  0 % starting `node server.js`\n  0 % asking it for its routes\n' +
        'no --route: loading GET /a/{n}\nleft out: POST /b (unsafe)\n',
    );
  });

  test('a target that tells of no route needs one', async () => {
    const discoverRoutes = () => Promise.resolve({ routes: [], leftOut: ['POST /b (unsafe)'], failing: [] });
    const { status, stderr } = await runDrawn(['check', '--', 'node', 'server.js'], { discoverRoutes });
    expect(status).toBe(2);
    expect(stderr).toMatch(/\nerror \[NO_ROUTE\]: expected --route, .*POST \/b.*GET \/users/);
  });

  const failingRoutes = [
    { route: { method: 'GET', path: '/orders/{n}', headers: {} }, status: 404 },
    { route: { method: 'GET', path: '/admin', headers: {} }, status: 401 },
    { route: { method: 'GET', path: '/boom', headers: {} }, status: 500 },
    { route: { method: 'GET', path: '/search', headers: {} }, status: 429 },
    { route: { method: 'GET', path: '/events', headers: {} }, status: null },
  ];

  test('routes that answer with errors are left out, each with its status and what to do, also when quiet', async () => {
    const { status, stderr } = await runDrawn(['check', '--quiet', '--', 'node', 'server.js'], {
      discoverRoutes: () =>
        Promise.resolve({
          routes: [{ method: 'GET', path: '/', headers: {} }],
          leftOut: [],
          failing: failingRoutes,
        }),
      runTrial: () => Promise.resolve(stable),
    });
    expect(status).toBe(0);
    expect(stderr.split('\n')).toEqual([
      "left out: GET /orders/{n} (answers 404; pass one that it answers, such as --route 'GET /orders/123')",
      "left out: GET /admin (answers 401; pass what it asks for, such as -H 'authorization: …')",
      'left out: GET /boom (answers 500; see why with --verbose)',
      'left out: GET /search (answers 429; lift its rate limit for the trial)',
      'left out: GET /events (gives no whole answer; name it with --route to load it all the same)',
      '',
    ]);
  });

  test('a target whose routes all answer with errors is no stable one', async () => {
    const discoverRoutes = () => Promise.resolve({ routes: [], leftOut: [], failing: failingRoutes.slice(0, 2) });
    const { status, stdout, stderr } = await runDrawn(['check', '--quiet', '--', 'node', 'server.js'], {
      discoverRoutes,
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^error \[RESPONSES_FAILED\]: no route .*GET \/orders\/\{n\} \(answers 404.*-H 'auth/);
  });

  test('headers go with the routes that the target tells of', async () => {
    let seen: DiscoverOptions | undefined;
    await runDrawn(['check', '-H', 'Authorization: Bearer x', '--', 'node', 'server.js'], {
      discoverRoutes: (options) => {
        seen = options;
        return Promise.resolve({ routes: [{ method: 'GET', path: '/', headers: {} }], leftOut: [], failing: [] });
      },
      runTrial: () => Promise.resolve(stable),
    });
    expect(seen?.headers).toEqual({ authorization: 'Bearer x' });
  });

  test('headers go with the requests of a scenario, but for those that it has itself', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'watertight-cli-'));
    try {
      writeFileSync(join(folder, 'scenario.json'), '{}');
      let seen: TrialOptions | undefined;
      const args = ['check', '-H', 'a: 1', '-H', 'b: 1', '--scenario', 'scenario.json', '--', 'node', 'x'];
      const tools = {
        parseScenario: () =>
          Promise.resolve({ concurrency: undefined, routes: [{ method: 'GET', path: '/', headers: { b: '2' } }] }),
        runTrial: (options: TrialOptions) => {
          seen = options;
          return Promise.resolve(stable);
        },
      };
      await runDrawn(args, tools, drawnWorld({ cwd: folder }));
      expect(seen?.routes[0]?.headers).toEqual({ a: '1', b: '2' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  const limited = { ...stable, trial: { ...stable.trial, statuses: { 200: 100, 429: 900 } } };

  test('a load of errors on routes that nobody typed proves nothing', async () => {
    const { status, stdout } = await runDrawn(['check', '--', 'node', 'server.js'], {
      discoverRoutes: () =>
        Promise.resolve({ routes: [{ method: 'GET', path: '/', headers: {} }], leftOut: [], failing: [] }),
      runTrial: () => Promise.resolve(limited),
    });
    expect(status).toBe(3);
    expect(stdout).toMatch(/^inconclusive: 90 % of the responses are errors \(429 × 900\)/);
  });

  test('a load of errors on a route that was typed is noted below the verdict', async () => {
    const { status, stdout, stderr } = await runDrawn(checkArgs, { runTrial: () => Promise.resolve(limited) });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^stable: /);
    expect(stderr).toMatch(/^note: 90 % of the responses are errors \(429 × 900\): .*\n$/);
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

  test('where no command is typed, it is that of the configuration, with its routes and its folder', async () => {
    const server = { command: 'node dist/server.js', routes: ['GET /a', 'GET /b'], build: 'npm run build' };
    const settings = () =>
      Promise.resolve({
        ...noSettings,
        loadConfig: () => ({ file: '/project/watertight.config.ts', folder: tmpdir(), config: { server } }),
      } as Settings);
    const seen: (TrialOptions | HealOptions)[] = [];
    const tools: Partial<Tools> = {
      settings,
      runTrial: (options) => (seen.push(options), Promise.resolve(stable)),
      heal: (options) => (seen.push(options), Promise.resolve(nothingHealed)),
    };
    await runDrawn(['check', '--quiet'], tools);
    await runDrawn(['check', '--quiet', '--route', 'GET /c'], tools);
    await runDrawn(['heal', '--quiet', '--build', 'make'], tools);
    expect(seen).toMatchObject([
      { command: ['node', 'dist/server.js'], cwd: tmpdir(), routes: [{ path: '/a' }, { path: '/b' }] },
      { routes: [{ path: '/c' }] },
      { command: ['node', 'dist/server.js'], build: 'make' },
    ]);
    expect((await runDrawn(['check', '--quiet', '--no-config'], tools)).stderr).toContain('expected a command');
  });

  describe('with budgets of the configuration', () => {
    const settingsWith = (budgets: object) => () =>
      Promise.resolve({
        ...noSettings,
        loadConfig: () => ({
          file: `${process.cwd()}/watertight.config.ts`,
          folder: process.cwd(),
          config: { budgets },
        }),
      } as Settings);
    const parseRoute: Tools['parseRoute'] = (text, headers) =>
      text.startsWith('GET /')
        ? Promise.resolve({ method: 'GET', path: text.slice('GET '.length), headers })
        : Promise.reject(new CodedError('NO_ROUTE', `expected a route, got '${text}'`));
    const twoRoutes = [
      'check',
      '--quiet',
      '--route',
      'GET /a',
      '--route',
      'GET /b',
      '--reporter',
      'json',
      '--',
      'node',
      's',
    ];
    const loading = (routes: readonly string[]) => ({ ...leaking, trial: { ...leaking.trial, routes: [...routes] } });

    test('growth beyond one is over it, growth within it is no leak', async () => {
      const runTrial = () => Promise.resolve(leaking);
      const over = await runDrawn(checkArgs, {
        runTrial,
        parseRoute,
        settings: settingsWith({ '*': { heap: '64 B' } }),
      });
      expect(over.status).toBe(1);
      expect(over.stdout).toContain('over: all routes: heap after GC grows by 412 B per request');
      const within = await runDrawn(checkArgs, {
        runTrial,
        parseRoute,
        settings: settingsWith({ 'GET /': { heap: '1 KiB' } }),
      });
      expect(within.status).toBe(0);
      expect(within.stdout).toContain('within: GET /: heap after GC');
    });

    test('a stable target that is larger than allowed ends with 1', async () => {
      const sample = { requests: 0, externalBytes: 0, rssBytes: 0, descriptors: 0 };
      const large = { ...stable, trial: { ...stable.trial, series: [{ ...sample, heapUsedBytes: 90e6 }] } };
      const { status, stdout } = await runDrawn(checkArgs, {
        runTrial: () => Promise.resolve(large),
        settings: settingsWith({ '*': { heap: { afterCollection: '80 MB' } } }),
      });
      expect(status).toBe(1);
      expect(stdout).toMatch(/^stable: .*; but over budget\n/);
    });

    test('a route that the trial of all cannot clear is tried alone, for the verdict only', async () => {
      const seen: TrialOptions[] = [];
      const { status, stdout } = await runDrawn(twoRoutes, {
        parseRoute,
        settings: settingsWith({ '*': { heap: '1 KiB' }, 'GET /b': { heap: '64 B' } }),
        runTrial: (options) => {
          seen.push(options);
          return Promise.resolve(loading(options.routes.map(({ path }) => `GET ${path}`)));
        },
      });
      expect(seen.map(({ routes, verdictOnly }) => [routes.map(({ path }) => path), verdictOnly])).toEqual([
        [['/a', '/b'], undefined],
        [['/b'], true],
      ]);
      expect(status).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({
        verdict: 'leaking',
        budgets: [
          { route: 'GET /b', verdict: 'over', measuredBytes: 412 },
          { route: null, verdict: 'within', isUpperBound: true },
        ],
      });
    });

    test('one that is typed takes the place of all growths in it', async () => {
      const { status, stdout } = await runDrawn(
        [...twoRoutes.slice(0, 2), '--budget', '512 B', ...twoRoutes.slice(2)],
        {
          parseRoute,
          settings: settingsWith({ '*': { heap: '1 B' } }),
          runTrial: () => Promise.resolve(loading(['GET /a', 'GET /b'])),
        },
      );
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ budgets: [{ budgetBytes: 512, verdict: 'within' }] });
    });

    test('one of a route that was not loaded is noted, one of no route is refused before the trial', async () => {
      const runTrial = () => Promise.resolve(stable);
      const settings = settingsWith({ 'GET /other': { heap: '1 B' } });
      const untried = await runDrawn(checkArgs, { runTrial, parseRoute, settings });
      expect(untried.status).toBe(0);
      expect(untried.stderr).toContain('note: the budget of GET /other was not tried');
      const wrong = await runDrawn(checkArgs, { parseRoute, settings: settingsWith({ users: { heap: '1 B' } }) });
      expect(wrong.status).toBe(2);
      expect(wrong.stderr).toContain("[CONFIG_INVALID]: watertight.config.ts: budgets: expected a route, got 'users'");
    });

    test('none of it is read with --no-config', async () => {
      const args = ['check', '--no-config', ...checkArgs.slice(1)];
      const settings = () => Promise.reject(new Error('not expected'));
      const { status } = await runDrawn(args, { runTrial: () => Promise.resolve(stable), settings });
      expect(status).toBe(0);
    });
  });

  describe('against a baseline', () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'watertight-baseline-'))));
    afterEach(() => rmSync(folder, { recursive: true }));
    const checking = (evidence: typeof leaking, ...flags: string[]) =>
      runDrawn(
        ['check', ...flags, ...checkArgs.slice(1)],
        { runTrial: () => Promise.resolve(evidence) },
        drawnWorld({ cwd: folder }),
      );
    const another = { ...leaking.leaks[0]!, signature: 'another', sink: { kind: 'Map', name: 'sessions' } };

    test('what was saved is accepted then and known later, and what is new fails', async () => {
      const saved = await checking(leaking, '--save-baseline', 'main.json');
      expect(saved.status).toBe(0);
      expect(saved.stderr).toBe('note: the baseline is saved in main.json, which accepts 1 leak\n');
      const again = await checking(leaking, '--baseline', 'main.json');
      expect(again.status).toBe(0);
      expect(again.stdout).toMatch(/^leaking: .*; 1 leak is known from the baseline\n/);
      const worse = await checking({ ...leaking, leaks: [...leaking.leaks, another] }, '--baseline', 'main.json');
      expect(worse.status).toBe(1);
      expect(worse.stdout).toContain('new: ');
    });

    test('both flags tighten it, and never take in what is worse', async () => {
      const both = ['--baseline', 'main.json', '--save-baseline', 'main.json'];
      await checking(leaking, '--save-baseline', 'main.json');
      const worse = await checking({ ...leaking, leaks: [...leaking.leaks, another] }, ...both);
      expect(worse.stderr).toContain('no baseline is saved, as the trial is worse than the last');
      expect((await checking(stable, ...both)).status).toBe(0);
      expect((await checking(leaking, '--baseline', 'main.json')).status).toBe(1);
    });

    test('one that cannot tell is not saved, and one of other routes or another Node is noted', async () => {
      expect(await checking(inconclusive, '--save-baseline', 'main.json')).toMatchObject({
        status: 3,
        stderr: 'note: no baseline is saved, as the trial is inconclusive\n',
      });
      expect(readdirSync(folder)).toEqual([]);
      await checking(
        { ...leaking, trial: { ...leaking.trial, routes: ['GET /b'], node: 'v20.1.0' } },
        '--save-baseline',
        'b',
      );
      const { stderr } = await checking(leaking, '--baseline', 'b');
      expect(stderr).toMatch(/loaded other routes \(GET \/b\)[^]*made with Node 20\.1\.0/);
    });

    test('one that is missing, or is something else, is refused before the trial', async () => {
      const missing = await checking(stable, '--baseline', 'main.json');
      expect(missing).toMatchObject({ status: 2, stderr: expect.stringContaining('[PATH_NOT_FOUND]') as string });
      expect(missing.stderr).toContain('--save-baseline main.json');
      for (const text of ['{', '{ "schemaVersion": 1 }']) {
        writeFileSync(join(folder, 'main.json'), text);
        const { status, stderr } = await checking(stable, '--baseline', 'main.json');
        expect(status).toBe(2);
        expect(stderr).toContain('[BASELINE_INVALID]');
      }
    });
  });

  test('what starts is shown before the trial says anything', async () => {
    const world = drawnWorld({ isTTY: true, env: { NO_COLOR: '1' } });
    const runTrial = () => {
      expect(world.written.stderr).toMatch(/ {3}0 % starting `node server\.js`$/);
      return Promise.resolve(stable);
    };
    const args = ['check', '--route', 'GET /', '--', 'node', 'server.js'];
    expect(await runDrawn(args, { runTrial }, world)).toMatchObject({ status: 0 });
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
    expect(stderr).toBe('  0 % starting `node server.js`\n 10 % round 1\n 20 % round 2\n');
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

  const scanning = (argv: readonly string[], settings: Partial<Settings> = {}, result: Partial<ScanResult> = {}) => {
    let seen: ScanOptions | undefined;
    const tools = {
      settings: () => Promise.resolve({ ...noSettings, ...settings }),
      scan: (options: ScanOptions) => {
        seen = options;
        return Promise.resolve({ ...scanned, ...result });
      },
    };
    return runDrawn(['scan', ...argv], tools).then((outcome) => ({ ...outcome, seen }));
  };

  test('what is typed reaches the scan', async () => {
    const config = { file: '/c/watertight.config.json', folder: '/c', config: {} };
    const asked: unknown[] = [];
    const { seen } = await scanning(
      ['src', '--only', 'unbounded-cache', '--skip', 'unclosed-file,anchored-cycle', '--since', 'main'],
      {
        loadConfig: () => config,
        changedFiles: (...args) => {
          asked.push(...args);
          return new Set(['a.js']);
        },
      },
    );
    expect(asked).toEqual([`${process.cwd()}/src`, 'main']);
    expect(seen).toEqual({
      path: `${process.cwd()}/src`,
      only: ['unbounded-cache'],
      skip: ['unclosed-file', 'anchored-cycle'],
      config,
      changed: new Set(['a.js']),
      suppressions: { path: `${process.cwd()}/src/watertight-suppressions.json`, entries: [] },
    });
  });

  test('--changed is what differs from HEAD, --no-config and --no-suppressions ask for none', async () => {
    const changedFiles = (_path: string, since?: string) => new Set([since ?? '']);
    const { seen } = await scanning(['--changed', '--no-config', '--no-suppressions'], {
      changedFiles,
      loadConfig: () => {
        throw new Error('was not to be read');
      },
    });
    expect(seen).toEqual({ path: process.cwd(), changed: new Set(['HEAD']) });
  });

  test.each([
    [['--changed', '--since', 'main'], '--since or --changed'],
    [['--suppress-all', '--prune'], '--suppress-all without --prune'],
    [['--suppress-all', '--changed'], '--suppress-all without --changed'],
    [['--prune', '--since', 'main'], '--prune without --since'],
    [['--prune', '--no-suppressions'], '--prune without --no-suppressions'],
    [['--skip', 'bogus'], "got 'bogus'"],
  ])('%j contradicts itself', async (argv, message) => {
    const { status, stderr } = await scanning(argv);
    expect(status).toBe(2);
    expect(stderr).toContain('error [USAGE]');
    expect(stderr).toContain(message);
  });

  test('what a person should know stands on stderr', async () => {
    const { stderr, stdout } = await scanning(
      [],
      {},
      {
        comments: [{ file: 'a.js', line: 3, problem: 'it gives no reason' }],
        skipped: [{ reason: 'generated', files: 5, examples: ['a.js', 'b.js', 'c.js'] }],
        suppressed: 2,
        staleSuppressions: 1,
      },
    );
    expect(stderr.split('\n')).toEqual([
      'note: the comment in a.js:3: it gives no reason',
      'note: left out 5 generated files: a.js, b.js, c.js and 2 more',
      'note: 2 findings accepted by watertight-suppressions.json; --no-suppressions shows them',
      'note: watertight-suppressions.json expects 1 finding more than there are; mend it with `watertight scan --prune`',
      '',
    ]);
    expect(stdout).not.toContain('note');
  });

  test('--suppress-all and --prune write what is found, and speak of what is left', async () => {
    const written: unknown[] = [];
    const next = { path: `${process.cwd()}/accepted.json`, entries: [] };
    const run = (flag: string) =>
      scanning(
        [flag],
        {
          nextSuppressions: (result, root, before, options) => {
            written.push(result.findings.length, root, before.path, options);
            return next;
          },
          writeSuppressions: (given) => void written.push(given),
          selectFindings: (result) => ({ ...result, findings: [], suppressed: 1 }),
        },
        { findings: [finding] },
      );
    const { status, stderr, seen } = await run('--suppress-all');
    expect(status).toBe(0);
    expect(seen).not.toHaveProperty('suppressions');
    expect(stderr).toContain('note: wrote watertight-suppressions.json');
    await run('--prune');
    const path = `${process.cwd()}/watertight-suppressions.json`;
    expect(written).toEqual([
      ...[1, process.cwd(), path, { ran: new Set(['unbounded-cache']), prune: false }, next],
      ...[1, process.cwd(), path, { ran: new Set(['unbounded-cache']), prune: true }, next],
    ]);
  });

  test.each([
    [['--cache'], undefined],
    [['--cache-folder', '/c'], '/c'],
  ])('%j asks the cache', async (argv, cacheFolder) => {
    let seen: unknown;
    const cachedScan: Settings['cachedScan'] = (options) => {
      seen = options;
      return Promise.resolve(scanned);
    };
    const settings = () => Promise.resolve({ ...noSettings, cachedScan });
    expect((await runDrawn(['scan', ...argv], { settings })).status).toBe(0);
    expect(seen).toMatchObject({ path: process.cwd(), cacheFolder });
  });

  test('a configuration can ask the cache as well', async () => {
    const config = { file: '', folder: '', config: { cache: true } };
    const cachedScan = () => Promise.resolve({ ...scanned, findings: [finding] });
    const settings = () => Promise.resolve({ ...noSettings, cachedScan, loadConfig: () => config });
    expect((await runDrawn(['scan'], { settings })).status).toBe(1);
  });

  test('--stats says what each rule cost', async () => {
    const rules = [{ rule: 'unbounded-cache', files: 12, findings: 1, durationMs: 1500 }];
    const stats = { files: 120, durationMs: 3000, readMs: 1000, rules };
    const { stderr } = await scanning(['--stats'], {}, { stats });
    expect(stderr.split('\n')).toEqual([
      'rule             files  findings    time',
      'unbounded-cache     12         1  1.50 s',
      'read and parse     120            1.00 s',
      'all                120         1  3.00 s',
      'The first rule pays for the analysis that all share.',
      '',
    ]);
    const cached = await scanning(['--stats'], {}, { stats: { files: 3, durationMs: 20, cached: true } });
    expect(cached.stderr).toBe('3 files in 0.02 s, as nothing has changed since the last scan\n');
  });

  test('--explain says five things of each finding', async () => {
    const explanation = {
      grows: 'a Map',
      owner: 'the module',
      key: 'an address',
      unbounded: 'no end',
      remedy: 'an end',
    };
    const { stdout } = await scanning(['--explain'], {}, { findings: [{ ...finding, explanation }] });
    for (const text of [
      'grows: a Map',
      'held by: the module',
      'key: an address',
      'unbounded: no end',
      'remedy: an end',
    ])
      expect(stdout).toContain(`\n        ${text}\n`);
    expect((await scanning([], {}, { findings: [{ ...finding, explanation }] })).stdout).not.toContain('held by');
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

  test('--write ends with 1 while a finding is left, unless it is hardly one', async () => {
    const writing = (confidence: 'medium' | 'low') =>
      runDrawn(['fix', '--write'], {
        planFixes: () =>
          Promise.resolve({ ...plan, left: [{ finding: { ...finding, confidence }, why: 'run with --unsafe' }] }),
        writeEdits: () => Promise.resolve(),
      });
    expect(await writing('medium')).toMatchObject({ status: 1, stdout: expect.stringContaining('1 left') });
    expect((await writing('low')).status).toBe(0);
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

  test('a package that the rewritten code imports comes with the command that installs it', async () => {
    const dependencies = [{ name: 'lru-cache', version: '11.5.3', packageJson: 'package.json' }];
    const asked: unknown[] = [];
    const { stderr } = await runDrawn(['fix', '--unsafe', '--write'], {
      planFixes: () => Promise.resolve({ ...plan, dependencies }),
      writeEdits: () => Promise.resolve(),
      commandsToInstall: (...args) => {
        asked.push(...args);
        return Promise.resolve(['npm install lru-cache@11.5.3']);
      },
    });
    expect(asked).toEqual([dependencies, process.cwd()]);
    expect(stderr).toBe(
      'note: the rewritten code imports a package that package.json does not list: npm install lru-cache@11.5.3\n',
    );
  });

  test('nothing to fix ends with 0', async () => {
    const { status, stdout } = await runDrawn(['fix'], { planFixes: () => Promise.resolve(planned) });
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'nothing to fix\n' });
  });
});

describe('fix --check', () => {
  test('ends with 1 only where a rewrite is to be made, and writes nothing', async () => {
    const left = [{ finding, why: 'a person must look at it' }];
    const checking = (plan: Partial<FixPlan>) =>
      runDrawn(['fix', '--check'], { planFixes: () => Promise.resolve({ ...planned, ...plan }) });
    expect((await checking({ left })).status).toBe(0);
    expect((await checking({ left, edits: [{ file: 'app.ts', before: 'a', after: 'b' }] })).status).toBe(1);
  });

  test.each([['--write'], ['--interactive']])('contradicts %s', async (other) => {
    const { status, stderr } = await runDrawn(['fix', '--check', other]);
    expect(status).toBe(2);
    expect(stderr).toContain(`got --check and ${other}`);
  });
});

describe('fix --interactive', () => {
  const finds = ['a', 'b', 'c'].map((file) => ({ ...finding, file: `${file}.ts`, fingerprint: file }));
  /** A project in which each finding has a rewrite in a file of its own. */
  const project: Project = {
    scan: () => ({ ...scanned, findings: finds }),
    planFixes: ({ select } = {}) => {
      const fixed = finds.filter((each) => select?.(each) ?? true);
      const edits = fixed.map(({ file }) => ({ file, before: '1\n', after: '2\n' }));
      return { ...planned, fixed, edits, assumptions: fixed.length === 1 ? ['1000 entries are enough'] : [] };
    },
  };
  const answering = async (typed: readonly string[], tools: Partial<Tools> = {}, argv: readonly string[] = []) => {
    const written: string[] = [];
    const outcome = await runDrawn(
      ['fix', '--interactive', ...argv],
      {
        loadProject: () => Promise.resolve(project),
        writeEdits: (_root, edits) => Promise.resolve(void written.push(...edits.map(({ file }) => file))),
        ...tools,
      },
      drawnWorld({ isTTY: true, typed, env: { NO_COLOR: '1' } }),
    );
    return { ...outcome, written };
  };

  test.each([
    ['each that is accepted', ['y', 'n', 'Yes'], ['a.ts', 'c.ts']],
    ['all that follow', ['n', 'a'], ['b.ts', 'c.ts']],
    ['those before the end', ['y', 'q'], ['a.ts']],
    ['what is said after a question', ['?', 'what', 'y', 'q'], ['a.ts']],
    ['none', ['q'], []],
  ])('writes %s', async (_case, typed, expected) => {
    const { written, status, stdout } = await answering(typed);
    expect(written).toEqual(expected);
    expect(status).toBe(expected.length === finds.length ? 0 : 1);
    expect(stdout.match(/its rewrite was not accepted/g) ?? []).toHaveLength(finds.length - expected.length);
  });

  test('shows the message, the decision and the diff before it asks', async () => {
    const { stderr } = await answering(['q']);
    expect(stderr).toContain('a.ts:11:3  unbounded-cache, fix suggested\n  why: visitors gains');
    expect(stderr).toContain('confirm: 1000 entries are enough');
    expect(stderr).toMatch(/--- a\/a\.ts[^]*rewrite 1 of 3\? \[y\/n\/a\/q\/\?\] $/);
  });

  test('an end of the input in the middle is no consent to what came before', async () => {
    const { written, status, stderr } = await answering(['y']);
    expect({ written, status }).toEqual({ written: [], status: 2 });
    expect(stderr).toContain('[INTERRUPTED]');
  });

  test('a dirty tree is refused before the first question', async () => {
    const refuseDirtyTree = () => Promise.reject(new CodedError('GIT_TREE_DIRTY', 'expected a clean git tree'));
    const { status, stderr, written } = await answering(['a'], { refuseDirtyTree });
    expect({ status, written }).toEqual({ status: 2, written: [] });
    expect(stderr).not.toContain('rewrite 1');
    expect((await answering(['a'], { refuseDirtyTree }, ['--allow-dirty'])).written).toHaveLength(3);
  });

  test('without a terminal there is nobody to ask', async () => {
    const { status, stderr } = await runDrawn(['fix', '--interactive']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/error \[NO_TERMINAL\]: expected a terminal .* --only and --write/);
  });
});

describe('rules', () => {
  test('lists all causes', async () => {
    const { status, stdout } = await runDrawn(['rules']);
    expect(status).toBe(0);
    for (const { id, title } of causes) expect(stdout.replace(/\s+/g, ' ')).toContain(`${id} ${title}`);
  });

  test.each(causes.map(({ id }) => id))(
    'shows the page of %s without marks, in the width of the terminal',
    async (id) => {
      const { status, stdout } = await runDrawn(['rules', id]);
      expect(status).toBe(0);
      expect(stdout).toMatch(/^\w.*\n\n/);
      expect(stdout).toContain('\nHow to fix it\n');
      expect(stdout).not.toMatch(/<!--|```|^#|\*\*/m);
      const prose = stdout.split('\n').filter((line) => !line.startsWith('    ') && !line.startsWith('|'));
      expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(80);
    },
  );

  test('has JSON, and names the rules where one is unknown', async () => {
    const { stdout } = await runDrawn(['rules', 'unbounded-cache', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      rules: [{ id: 'unbounded-cache', category: 'collection' }],
    });
    const { status, stderr } = await runDrawn(['rules', 'bogus']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/there is no rule bogus; the rules are .*unbounded-cache/s);
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

  test('what runs beside the server reaches it too, and a branch that is not named has a name', async () => {
    let seen: HealOptions | undefined;
    const commands = ['--test', 'npm test', '--setup', 'up.sh', '--teardown', 'down.sh', '--commit'];
    await runDrawn(['heal', '--quiet', ...commands, '--route', 'GET /', '--', 'npm', 'start'], {
      heal: (options) => {
        seen = options;
        return Promise.resolve(nothingHealed);
      },
    });
    expect(seen).toMatchObject({
      test: 'npm test',
      setup: 'up.sh',
      teardown: 'down.sh',
      commit: 'watertight/heal',
      command: ['npm', 'start'],
    });
    expect(seen).not.toHaveProperty('confirm');
  });

  test('a server that needs a setup is not asked for its routes without it', async () => {
    const { status, stderr } = await runDrawn(['heal', '--setup', 'up.sh', '--', 'npm', 'start']);
    expect(status).toBe(2);
    expect(stderr).toContain('expected --route or --scenario with --setup');
  });

  test('what is to be done before the load is said on stderr, also to the quiet', async () => {
    const { stderr } = await runDrawn(['heal', '--quiet', '--route', 'GET /', '--', 'npm', 'start'], {
      heal: ({ onAdvice }) => {
        onAdvice?.('npm install lru-cache@11.5.3');
        return Promise.resolve(nothingHealed);
      },
    });
    expect(stderr).toBe('note: npm install lru-cache@11.5.3\n');
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
      expect(read('report.html')).toMatch(/^<!doctype html>/i);
      expect(statSync(join(folder, 'out', 'evidence.json')).mode & 0o777).toBe(0o600);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('the patch of heal', () => {
  const healed: HealResult['healed'][number] = {
    signature: 'abc',
    cause: 'unbounded-cache',
    rule: 'unbounded-cache',
    accepted: true,
    why: 'flat',
    file: 'app.ts',
    patch: '--- a/app.ts\n+++ b/app.ts\n',
    leak: leaking.leaks[0]!,
    before: leaking.signals[0]!,
    after: stable.signals[0]!,
    responses: { compared: 30, different: 0, examples: [], volatile: [] },
    assumptions: [],
    dependencies: [],
  };
  const healing = (result: Partial<HealResult>, args: readonly string[], cwd = process.cwd()) =>
    runDrawn(
      ['heal', '--quiet', ...args, '--route', 'GET /', '--', 'npm', 'start'],
      { heal: () => Promise.resolve({ ...nothingHealed, ...result }) },
      drawnWorld({ cwd }),
    );

  test('is written where something healed; where nothing did there is none, nor that of an earlier run', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'watertight-cli-'));
    try {
      await healing({ before: leaking, healed: [healed] }, ['--report-dir', 'out'], folder);
      expect(readFileSync(join(folder, 'out/heal.patch'), 'utf8')).toBe(healed.patch);
      await healing({ before: leaking, healed: [{ ...healed, accepted: false }] }, ['--report-dir', 'out'], folder);
      expect(readdirSync(join(folder, 'out')).sort()).toEqual(['evidence.json', 'report.html']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('is committed to a branch, which is said with how to see it', async () => {
    const committed = { branch: 'fix/leaks', commits: ['1', '2'] };
    const { stdout } = await healing({ before: leaking, healed: [healed], committed }, ['--commit', 'fix/leaks']);
    expect(stdout).toContain('branch     2 commits on fix/leaks; see them with `git log -p ..fix/leaks`');
    expect(stdout).not.toContain('pass --write');
  });

  describe('is kept where a person wants it', () => {
    const interactive = ['heal', '--interactive', '--unsafe', '--route', 'GET /', '--', 'npm', 'start'];
    const answering = async (...typed: string[]) => {
      let answer: string | undefined;
      const outcome = await runDrawn(
        interactive,
        {
          heal: async ({ confirm }) => {
            answer = await confirm!(healed);
            return nothingHealed;
          },
        },
        drawnWorld({ isTTY: true, typed, env: { NO_COLOR: '1' } }),
      );
      return { ...outcome, answer };
    };

    test.each([
      ['y', 'accept'],
      ['No', 'decline'],
      ['q', 'stop'],
    ])('by %s', async (typed, expected) => {
      expect((await answering('what', typed)).answer).toBe(expected);
    });

    test('who sees the evidence, the diff and the proof before the question', async () => {
      const { stderr } = await answering('n');
      expect(stderr).toMatch(
        /visitors \(app\.ts:9\)[^]*\+\+\+ b\/app\.ts[^]*before +leaking 412 B[^]*after +stable[^]*keep this rewrite\? \[y\/n\/q\/\?\] $/,
      );
    });

    test('and an end of the input is none', async () => {
      const { status, stderr } = await answering();
      expect(status).toBe(2);
      expect(stderr).toContain('[INTERRUPTED]');
    });

    test('who sits at a terminal', async () => {
      const { status, stderr } = await runDrawn(interactive);
      expect(status).toBe(2);
      expect(stderr).toContain('[NO_TERMINAL]');
    });
  });

  test('once written, leaves built files as they were, which is said with the command that builds', async () => {
    const build = ['--build', 'npm run build'];
    const { stderr } = await healing({ before: leaking, healed: [healed], written: true }, [...build, '--write']);
    expect(stderr).toBe('note: the source is rewritten, what is built from it is not yet: run `npm run build`\n');
    expect((await healing({ before: leaking, healed: [healed] }, build)).stderr).toBe('');
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

  test.each(['check', 'fix', 'heal'])('%s is described in lines that are full', async (command) => {
    const { stdout } = await runDrawn([command, '--help']);
    const [, description = ''] = stdout.split('\n\n');
    const lines = description.split('\n');
    const nextWords = lines.slice(1).map((line) => line.split(' ')[0]!);
    nextWords.forEach((word, index) => expect(`${lines[index]} ${word}`.length).toBeGreaterThan(80));
  });

  test('the README names every option of the commands that it lists', () => {
    const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
    const program = buildProgram({} as Tools, drawnWorld(), () => Promise.resolve());
    const listed = program.commands.filter((command) => ['check', 'scan', 'fix', 'heal'].includes(command.name()));
    const flags = listed.flatMap(({ options }) => options.map(({ short, long }) => short ?? long!));
    expect(flags).toContain('-H');
    expect(flags.filter((flag) => !new RegExp(`\`${flag}[ \`=]`).test(readme))).toEqual([]);
  });

  test('the README names every cause', () => {
    const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
    expect(causes.map(({ id }) => id).filter((id) => !readme.includes(`| \`${id}\``))).toEqual([]);
  });

  test('fix says that findings which are left end with 1', async () => {
    expect((await runDrawn(['fix', '--help'])).stdout).toMatch(/1 while a finding is\s+left/);
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
