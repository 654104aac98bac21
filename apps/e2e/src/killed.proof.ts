import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runWatertight, watertightCommand } from './watertight.ts';

const server = `const kept = [];
require('node:http').createServer((q, s) => { kept.push({ url: q.url }); s.end(); }).listen(0, '127.0.0.1');`;
const driver = `const http = require('node:http');
const { WATERTIGHT_URL: url, WATERTIGHT_REQUESTS: count } = process.env;
(async () => { for (let n = 0; n < count; n += 1) await (await fetch(url + '/' + n)).text(); })();`;

let folder: string;
let temporary: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watertight-killed-'));
  temporary = mkdtempSync(join(tmpdir(), 'watertight-tmp-'));
  mkdirSync(join(folder, 'app'));
  writeFileSync(join(folder, 'app/server.cjs'), server);
  writeFileSync(join(folder, 'app/driver.cjs'), driver);
});
afterEach(() => {
  for (const path of [folder, temporary]) rmSync(path, { recursive: true, force: true });
});

/** Processes that run in the folder of the app: the server, and who loads it. */
function processesLeft(): string {
  return processesIn(folder);
}

function processesIn(path: string): string {
  const list = `ls -l /proc/[0-9]*/cwd 2>/dev/null | grep -F -- '-> ${path}' || true`;
  return spawnSync('sh', ['-c', list], { encoding: 'utf8' }).stdout;
}

const load = { 'its own load': ['--route', 'GET /{n}'], 'a load command': ['--load', 'node driver.cjs'] };
// At the start, in the warm-up or the rounds, and while snapshots are taken and taps are set.
const moments = [0.8, 2.5, 8];
const cases = Object.entries(load).flatMap(([name, options]) => moments.map((seconds) => ({ name, options, seconds })));

test.each(cases)('a check with $name that is killed after $seconds s leaves no process and no file', async (one) => {
  const env = { TMPDIR: temporary };
  const args = ['check', '--quiet', '--requests', '203', ...one.options, '--', 'node', 'server.cjs'];
  const command = spawn(process.execPath, [watertightCommand, ...args], {
    cwd: join(folder, 'app'),
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  await delay(one.seconds * 1000);
  expect(command.exitCode).toBeNull();
  command.kill('SIGKILL');
  for (let tries = 0; tries < 50 && processesLeft() !== ''; tries += 1) await delay(200);
  expect(processesLeft()).toBe('');
  // Nobody is left to remove the folder of the trial: the next one does.
  const next = await runWatertight(['check', '--quiet', '--route', 'GET /', '--', 'node', '-e', '0'], { env });
  expect(next.stderr).toContain('TARGET_EXITED');
  expect(readdirSync(temporary)).toEqual([]);
});

test('a heal that is killed while tests run in its copy leaves no process, and the next trial sweeps the copy', async () => {
  const env = { TMPDIR: temporary };
  const leaking = `const kept = [];
require('node:http').createServer((q, s) => { kept.push({ url: q.url }); s.end(); }).listen(0, '127.0.0.1');`;
  writeFileSync(join(folder, 'app/server.cjs'), leaking);
  const args = ['heal', '--quiet', '--unsafe', '--route', 'GET /{n}', '--test', 'echo tests; sleep 100', '--verbose'];
  const command = spawn(process.execPath, [watertightCommand, ...args, '--', 'node', 'server.cjs'], {
    cwd: join(folder, 'app'),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    command.stderr.on('data', (text: Buffer) => (text.includes('tests') ? resolve() : undefined));
    command.once('exit', () => reject(new Error('it ended before its tests ran')));
  });
  const [copy] = readdirSync(temporary).filter((name) => name.startsWith('watertight-heal-'));
  expect(copy).toBeDefined();
  command.kill('SIGKILL');
  for (let tries = 0; tries < 50 && processesIn(join(temporary, copy!)) !== ''; tries += 1) await delay(200);
  expect(processesIn(join(temporary, copy!))).toBe('');
  await runWatertight(['check', '--quiet', '--route', 'GET /', '--', 'node', '-e', '0'], { env });
  expect(readdirSync(temporary)).toEqual([]);
});
