import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { workspaceRoot } from './watertight.ts';

let workspace: string;

beforeAll(() => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), 'watertight-nx-')));
  symlinkSync(join(workspaceRoot, 'node_modules'), join(workspace, 'node_modules'));
  write(
    'nx.json',
    '{ "neverConnectToCloud": true, "analytics": false, "namedInputs": { "default": ["{projectRoot}/**/*"] } }',
  );
  write('package.json', '{ "name": "shops", "private": true, "workspaces": ["apps/*"] }');
  write('.gitignore', 'node_modules\n.nx\n');
  for (const name of ['api', 'admin']) {
    write(`apps/${name}/package.json`, `{ "name": "${name}", "dependencies": { "express": "*" } }`);
    write(`apps/${name}/server.js`, server(''));
  }
  nx(
    'generate',
    '@watertight/nx:init',
    'api',
    '--command',
    'node server.js',
    '--route',
    'GET /visits/{n}',
    '--no-interactive',
  );
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('-c', 'user.name=proof', '-c', 'user.email=proof@example.org', 'commit', '--quiet', '-m', 'first');
});
afterAll(() => rmSync(workspace, { recursive: true, force: true }));

const server = (leak: string) => `const visits = [];
require('express')()
  .get('/visits/:id', (req, res) => { ${leak} res.json({ visits: visits.length }); })
  .listen(process.env.PORT ?? 0, '127.0.0.1');
`;

function write(name: string, text: string): void {
  mkdirSync(dirname(join(workspace, name)), { recursive: true });
  writeFileSync(join(workspace, name), text);
}

function git(...args: string[]): void {
  expect(spawnSync('git', args, { cwd: workspace }).status).toBe(0);
}

function nx(...args: string[]) {
  const command = join(workspaceRoot, 'node_modules/nx/dist/bin/nx.js');
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NO_COLOR: '1', CI: 'true' };
  const ran = spawnSync(process.execPath, [command, ...args], { cwd: workspace, encoding: 'utf8', env });
  // Nx asks what it starts for colours.
  return { status: ran.status, output: stripVTControlCharacters(ran.stdout + ran.stderr) };
}

test('the generator adds the plugin, which gives each server its targets', () => {
  expect(JSON.parse(readFileSync(join(workspace, 'nx.json'), 'utf8'))).toMatchObject({ plugins: ['@watertight/nx'] });
  expect(existsSync(join(workspace, 'apps/api/watertight.config.ts'))).toBe(true);
  const targetsOf = (name: string) => {
    const { output } = nx('show', 'project', name, '--json');
    return Object.keys((JSON.parse(output.slice(output.indexOf('{'))) as { targets: object }).targets);
  };
  expect(targetsOf('api')).toEqual(expect.arrayContaining(['leak-scan', 'leak-check', 'leak-proof']));
  expect(targetsOf('admin').filter((name) => name.startsWith('leak-'))).toEqual(['leak-scan']);
});

test('a check is run once for the same sources, and again where they change', () => {
  const first = nx('run', 'api:leak-check');
  expect(first.output).toContain('stable:');
  expect(first.status).toBe(0);
  const report = join(workspace, 'apps/api/watertight-report/check.json');
  rmSync(report);
  const second = nx('run', 'api:leak-check');
  expect(second.output).toContain('local cache');
  expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ verdict: 'stable' });

  write('apps/api/server.js', server('visits.push({ id: req.params.id, at: Date.now() });'));
  const leaking = nx('run', 'api:leak-check');
  expect(leaking.status).not.toBe(0);
  expect(leaking.output).toContain('over: all routes: heap after GC');
});

test('only what a change affects is scanned', () => {
  write('apps/api/server.js', server('visits.push({ id: req.params.id, at: Date.now() });'));
  const { output } = nx('affected', '-t', 'leak-scan', '--base=main', '--output-style=static');
  expect(output).toContain('api:leak-scan');
  expect(output).not.toContain('admin:leak-scan');
});
