import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { copyTarget, relocate } from './target-copy.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

let scratch: string;
let project: string;
let into: string;

beforeEach(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'target-copy-')));
  project = join(scratch, 'work/shop');
  into = join(scratch, 'temporary');
  mkdirSync(into);
});

afterEach(() => rmSync(scratch, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>, folder = project): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

function link(file: string, leadsTo: string): void {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  symlinkSync(leadsTo, join(project, file));
}

function runIn(folder: string, ...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).trim();
}

describe('files', () => {
  test('sources and built files are copied with their times and modes', async () => {
    write({
      'src/app.ts': 'source',
      'dist/app.js': 'built',
      'dist/app.tsbuildinfo': '{}',
      '.env': 'PORT=0',
      'start.sh': '#!/bin/sh',
    });
    utimesSync(join(project, 'dist/app.js'), 1_000_000, 1_000_000);
    chmodSync(join(project, 'start.sh'), 0o755);
    const copy = await copyTarget(project, into);
    expect(readdirSync(copy.root).sort()).toEqual(['.env', 'dist', 'src', 'start.sh']);
    expect(readFileSync(join(copy.root, 'dist/app.js'), 'utf8')).toBe('built');
    expect(statSync(join(copy.root, 'dist/app.js')).mtimeMs).toBe(1_000_000_000);
    expect(statSync(join(copy.root, 'start.sh')).mode & 0o777).toBe(0o755);
  });

  test('caches and the history stay behind, and so does the copy itself', async () => {
    write({
      'app.js': '',
      '.git/HEAD': '',
      '.nx/cache/a': '',
      '.cache/b': '',
      'packages/a/.turbo/c': '',
      'packages/a/index.js': '',
    });
    mkdirSync(join(project, 'temporary'));
    const copy = await copyTarget(project, join(project, 'temporary'));
    expect(readdirSync(copy.root).sort()).toEqual(['app.js', 'packages']);
    expect(readdirSync(join(copy.root, 'packages/a'))).toEqual(['index.js']);
  });

  test('links lead to the same place in the copy, or out of it as before', async () => {
    write({ 'config/production.json': '{}' });
    write({ 'shared.json': '{"from":"outside"}' }, scratch);
    link('config/current.json', 'production.json');
    link('config/absolute.json', join(project, 'config/production.json'));
    link('config/shared.json', '../../../shared.json');
    link('config/gone.json', 'missing.json');
    const { root } = await copyTarget(project, into);
    const leadsTo = (name: string) => readlinkSync(join(root, 'config', name));
    expect(leadsTo('current.json')).toBe('production.json');
    expect(leadsTo('absolute.json')).toBe(join(root, 'config/production.json'));
    expect(leadsTo('shared.json')).toBe(join(scratch, 'shared.json'));
    expect(readFileSync(join(root, 'config/shared.json'), 'utf8')).toContain('outside');
    expect(leadsTo('gone.json')).toBe('missing.json');
  });

  test('a socket of a running program is left out', async () => {
    write({ 'app.js': '' });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(project, 'app.sock'), resolve));
    const { root } = await copyTarget(project, into);
    expect(readdirSync(root)).toEqual(['app.js']);
    await new Promise((resolve) => server.close(resolve));
  });

  test('a copy that cannot be made says what to do', async () => {
    write({ 'app.js': '' });
    writeFileSync(join(into, 'work'), 'in the way');
    await expect(copyTarget(project, into)).rejects.toMatchObject({
      code: 'WRITE_FAILED',
      message: expect.stringContaining('set TMPDIR') as string,
    });
  });

  test('an interruption ends the copy', async () => {
    write({ 'app.js': '' });
    await expect(copyTarget(project, into, AbortSignal.abort())).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});

describe('packages', () => {
  test('are links to those of the original, scopes one level deeper', async () => {
    write({
      'node_modules/express/package.json': '{}',
      'node_modules/@types/node/package.json': '{}',
      'node_modules/.cache/a': '',
      'node_modules/.package-lock.json': '{}',
    });
    const { root } = await copyTarget(project, into);
    expect(readdirSync(join(root, 'node_modules')).sort()).toEqual(['.package-lock.json', '@types', 'express']);
    expect(lstatSync(join(root, 'node_modules/@types')).isDirectory()).toBe(true);
    expect(readlinkSync(join(root, 'node_modules/express'))).toBe(join(project, 'node_modules/express'));
    expect(readlinkSync(join(root, 'node_modules/@types/node'))).toBe(join(project, 'node_modules/@types/node'));
  });

  test('of the workspace are those of the copy: what a program in the copy loads lies in the copy', async () => {
    write({
      'package.json': '{ "workspaces": ["apps/*", "libs/*"] }',
      'apps/web/package.json': '{ "name": "web" }',
      'apps/web/main.js':
        "console.log([require.resolve('@shop/cart'), require.resolve('left-pad'), require.resolve('nested')].join('\\n'))",
      'apps/web/node_modules/nested/index.js': '',
      'libs/cart/package.json': '{ "name": "@shop/cart" }',
      'libs/cart/index.js': '',
      'node_modules/left-pad/index.js': '',
    });
    link('node_modules/@shop/cart', '../../libs/cart');
    link('node_modules/web', '../apps/web');
    const { root } = await copyTarget(project, into);
    expect(runIn(root, 'apps/web/main.js').split('\n')).toEqual([
      join(root, 'libs/cart/index.js'),
      join(project, 'node_modules/left-pad/index.js'),
      join(project, 'apps/web/node_modules/nested/index.js'),
    ]);
  });

  test('of a store are found through it', async () => {
    write({
      'node_modules/.pnpm/koa@2.0.0/node_modules/koa/index.js': '',
      'main.js': "console.log(require.resolve('koa'))",
    });
    link('node_modules/koa', '.pnpm/koa@2.0.0/node_modules/koa');
    const { root } = await copyTarget(project, into);
    expect(runIn(root, 'main.js')).toBe(join(project, 'node_modules/.pnpm/koa@2.0.0/node_modules/koa/index.js'));
  });

  test('bring their commands; those of the workspace run in the copy', async () => {
    write({
      'node_modules/builder/bin.js': 'console.log(__filename)',
      'tools/own/bin.js': 'console.log(__filename)',
      'package.json': '{}',
    });
    link('node_modules/own', '../tools/own');
    link('node_modules/.bin/builder', '../builder/bin.js');
    link('node_modules/.bin/own', '../own/bin.js');
    const { root } = await copyTarget(project, into);
    expect(runIn(root, 'node_modules/.bin/builder')).toBe(join(project, 'node_modules/builder/bin.js'));
    expect(runIn(root, 'node_modules/.bin/own')).toBe(join(root, 'tools/own/bin.js'));
  });

  test('that lie above the target are found from the copy', async () => {
    write({ 'node_modules/above/index.js': '', 'package.json': '{ "type": "module" }' }, dirname(project));
    write({
      'main.js':
        "import { createRequire } from 'node:module'; console.log(createRequire(import.meta.url).resolve('above'))",
    });
    const { root } = await copyTarget(project, into);
    expect(runIn(root, 'main.js')).toBe(join(scratch, 'work/node_modules/above/index.js'));
  });
});

test('a package of a workspace is copied with its workspace', async () => {
  write({ 'package.json': '{ "workspaces": ["apps/*"] }', 'apps/web/main.js': '', 'tsconfig.base.json': '{}' });
  const copy = await copyTarget(join(project, 'apps/web'), into);
  expect(copy.originalRoot).toBe(project);
  expect(copy.cwd).toBe(join(copy.root, 'apps/web'));
  expect(existsSync(join(copy.root, 'tsconfig.base.json'))).toBe(true);
});

test('paths in the original become paths in the copy', () => {
  const copy = { originalRoot: '/srv/shop', originalCwd: '/srv/shop', root: '/tmp/copy/shop', cwd: '/tmp/copy/shop' };
  expect(relocate('/srv/shop/dist/main.js', copy)).toBe('/tmp/copy/shop/dist/main.js');
  expect(relocate('--config=/srv/shop/a.json', copy)).toBe('--config=/tmp/copy/shop/a.json');
  expect(relocate('/srv/shop-two/dist/main.js', copy)).toBe('/srv/shop-two/dist/main.js');
});

test('a temporary folder is private and gone afterwards, also after an error', async () => {
  const seen: string[] = [];
  await withTemporaryFolder((folder) => {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    return Promise.resolve(seen.push(folder));
  });
  const failing = withTemporaryFolder((folder) => {
    seen.push(folder);
    return Promise.reject(new Error('broken'));
  });
  await expect(failing).rejects.toThrow('broken');
  expect(seen.map((folder) => existsSync(folder))).toEqual([false, false]);
});
