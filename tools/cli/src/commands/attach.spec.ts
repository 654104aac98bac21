import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttachOptions, SnapshotConsent, TrialOptions } from '@watertight/trial';
import type { OutsideLoad } from '@watertight/load';
import { drawnWorld, leaking, runDrawn, stable } from '../testing/drawn-world.ts';
import type { Tools } from '../tools.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'watertight-cli-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Attached {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seen: AttachOptions | undefined;
}

async function attach(args: readonly string[], world = drawnWorld(), tools: Partial<Tools> = {}): Promise<Attached> {
  let seen: AttachOptions | undefined;
  const finished = await runDrawn(
    ['attach', '--quiet', ...args],
    {
      runAttachedTrial: (options) => {
        seen = options;
        return Promise.resolve(stable);
      },
      ...tools,
    },
    world,
  );
  return { ...finished, seen };
}

describe('attach', () => {
  test.each([
    ['stable', stable, 0],
    ['leaking', leaking, 1],
    ['inconclusive', { ...stable, verdict: 'inconclusive' as const, reason: 'too noisy' }, 3],
  ])('%s evidence ends with its exit status', async (verdict, evidence, expected) => {
    const tools = { runAttachedTrial: () => Promise.resolve(evidence) };
    const { status, stdout } = await attach(['4711', '--route', 'GET /'], drawnWorld(), tools);
    expect(status).toBe(expected);
    expect(stdout.split(':')[0]).toBe(verdict);
  });

  test('what is typed reaches the trial', async () => {
    const { seen } = await attach([
      ...['http://127.0.0.1:9229', '--route', 'GET /a', '-H', 'x: 1', '--requests', '101', '--warm-up', '7'],
      ...['--connections', '2', '--url', 'http://127.0.0.1:9', '--cwd', folder],
    ]);
    expect(seen).toMatchObject({
      process: 'http://127.0.0.1:9229',
      routes: [{ path: '/a', headers: { x: '1' } }],
      requestsPerRound: 101,
      warmUpRequests: 7,
      connections: 2,
      url: 'http://127.0.0.1:9',
      cwd: folder,
    });
    expect(seen?.load).toBeUndefined();
  });

  test('a budget puts up with growth below it', async () => {
    const tools = { runAttachedTrial: () => Promise.resolve(leaking) };
    expect((await attach(['4711', '--route', 'GET /', '--budget', '1 KB'], drawnWorld(), tools)).status).toBe(0);
  });

  test('what could not be taken back is told', async () => {
    const tools: Partial<Tools> = {
      runAttachedTrial: ({ onLeftBehind }) => {
        onLeftBehind?.('the inspector of process 4711 is still open on 127.0.0.1:9229');
        return Promise.resolve(stable);
      },
    };
    const { stderr } = await attach(['4711', '--route', 'GET /'], drawnWorld(), tools);
    expect(stderr).toContain('the inspector of process 4711 is still open');
  });

  test('traffic is watched for so long at a time', async () => {
    let roundMs = 0;
    const watchTraffic = (ms: number): Promise<OutsideLoad> => {
      roundMs = ms;
      return Promise.resolve({ name: 'traffic', isTraffic: true, drive: () => Promise.resolve() });
    };
    const { seen } = await attach(['4711', '--watch-traffic', '--round', '2.5'], drawnWorld(), { watchTraffic });
    expect(roundMs).toBe(2_500);
    expect(seen).toMatchObject({ routes: [], load: { isTraffic: true } });
  });

  test.each([
    ['a route', ['--route', 'GET /']],
    ['a load command', ['--load', 'k6 run shop.js']],
  ])('traffic is watched without %s: what is sent would be another load', async (_, more) => {
    const { status, stderr } = await attach(['4711', '--watch-traffic', ...more]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/\[USAGE\]: expected --watch-traffic alone/);
  });

  test('a process has to be named', async () => {
    const { status, stderr } = await attach([]);
    expect(status).toBe(2);
    expect(stderr).toContain('process');
  });
});

describe('before the first heap snapshot', () => {
  const forecast = { heapUsedBytes: 40e6, pauseMs: 8_000, memoryBytes: 480e6, fileBytes: 100e6 };
  const room = { availableBytes: 2e9, limitedByCgroup: false, freeDiskBytes: 9e9 };
  const consentOf = async (args: readonly string[], world = drawnWorld()) => {
    const { seen } = await attach(['4711', '--route', 'GET /', ...args], world);
    const consent: SnapshotConsent = await seen!.mayTakeSnapshots!(forecast, room);
    return { consent, asked: world.written.stderr };
  };
  const terminal = (...typed: string[]) => drawnWorld({ isTTY: true, typed, env: { NO_COLOR: '1' } });

  test.each([
    ['y', 'yes'],
    ['YES', 'yes'],
    ['', { no: 'you said no' }],
    ['n', { no: 'you said no' }],
    ['yesterday', { no: 'you said no' }],
  ])('a person is asked, and %j is an answer', async (answer, expected) => {
    const { consent, asked } = await consentOf([], terminal(answer));
    expect(consent).toEqual(expected);
    expect(asked).toMatch(/stand still for about 8\.0 s.*458 MiB of the 1\.86 GiB.*\[y\/N\]/);
  });

  test('a terminal that was closed is no consent', async () => {
    expect((await consentOf([], terminal())).consent).toEqual({ no: 'you said no' });
  });

  test('where nobody is there, the answer is no, with what it would cost and how to allow it', async () => {
    const { consent, asked } = await consentOf([]);
    expect(consent).toEqual({ no: expect.stringMatching(/stand still for about 8\.0 s.*--snapshot yes/) });
    expect(asked).toBe('');
  });

  test.each([
    ['yes', 'yes'],
    ['no', { no: '--snapshot no' }],
  ])('--snapshot %s is an answer, too', async (typed, expected) => {
    const { consent, asked } = await consentOf(['--snapshot', typed], terminal());
    expect({ consent, asked }).toEqual({ consent: expected, asked: '' });
  });

  test('another answer is none', async () => {
    const { status, stderr } = await attach(['4711', '--snapshot', 'maybe']);
    expect(status).toBe(2);
    expect(stderr).toContain('--snapshot');
  });
});

describe('the load', () => {
  const check = async (args: readonly string[], tools: Partial<Tools> = {}) => {
    let seen: TrialOptions | undefined;
    const runTrial = (options: TrialOptions) => {
      seen = options;
      return Promise.resolve(stable);
    };
    const argv = ['check', '--quiet', ...args, '--', 'node', 'x'];
    return { ...(await runDrawn(argv, { runTrial, ...tools }, drawnWorld({ cwd: folder }))), seen };
  };

  test('may be sent by a command, in the folder where it was typed', async () => {
    let told: unknown;
    const commandLoad: Tools['commandLoad'] = (name, { cwd }) => {
      told = { name, cwd };
      return Promise.resolve({ name, drive: () => Promise.resolve() });
    };
    const { seen } = await check(['--load', 'k6 run shop.js'], { commandLoad });
    expect(told).toEqual({ name: 'k6 run shop.js', cwd: folder });
    expect(seen).toMatchObject({ routes: [], load: { name: 'k6 run shop.js' } });
  });

  test('is sent by one only', async () => {
    const { status, stderr } = await check(['--load', 'k6 run shop.js', '--scenario', 'shop.json']);
    expect(status).toBe(2);
    expect(stderr).toContain('[USAGE]: expected --load or --scenario, got both');
  });

  test('may be a module that drives, which is named as it was typed', async () => {
    writeFileSync(join(folder, 'sockets.mjs'), '');
    let imported = '';
    const importScenario: Tools['importScenario'] = (path) => {
      imported = path;
      return Promise.resolve({ kind: 'drive', load: { name: path, drive: () => Promise.resolve() } });
    };
    const { seen } = await check(['--scenario', 'sockets.mjs'], { importScenario });
    expect(imported).toBe(join(folder, 'sockets.mjs'));
    expect(seen).toMatchObject({ routes: [], load: { name: 'sockets.mjs' } });
  });

  test('may be a module with requests and a login, which carry the headers that are typed', async () => {
    writeFileSync(join(folder, 'shop.ts'), '');
    const request = { method: 'GET', path: '/', headers: { b: '2' } };
    const scenario = { concurrency: 2, routes: [request], login: [{ ...request, path: '/login' }] };
    const importScenario: Tools['importScenario'] = () => Promise.resolve({ kind: 'requests', scenario });
    const { seen } = await check(['-H', 'a: 1', '-H', 'b: 1', '--scenario', 'shop.ts'], { importScenario });
    expect(seen).toMatchObject({
      connections: 2,
      routes: [{ headers: { a: '1', b: '2' } }],
      login: [{ path: '/login', headers: { a: '1', b: '2' } }],
    });
  });

  test('a module that is not there is told', async () => {
    const { status, stderr } = await check(['--scenario', 'nowhere.mjs']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/\[PATH_NOT_FOUND\].*nowhere\.mjs/);
  });
});
