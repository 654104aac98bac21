import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { commandsToInstall, listDependency, provideDependency } from './dependencies.ts';
import { copyTarget } from './target-copy.ts';

const cache = { name: 'lru-cache', version: '^11.2.0', packageJson: 'package.json' };
let scratch: string;
let project: string;

beforeEach(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'dependencies-')));
  project = join(scratch, 'shop');
});

afterEach(() => rmSync(scratch, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, file)), { recursive: true });
    writeFileSync(join(project, file), text);
  }
}

const copyIt = () => copyTarget(project, join(scratch, 'temporary'));

function versionSeenFrom(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'node_modules/lru-cache/package.json'), 'utf8')) as { version: string })
    .version;
}

describe('a package that a rewrite imports', () => {
  test('is taken as installed where the version fits', async () => {
    write({ 'package.json': '{}', 'src/app.ts': '', 'node_modules/lru-cache/package.json': '{"version":"11.5.1"}' });
    expect(provideDependency(cache, 'src/app.ts', await copyIt())).toBeUndefined();
  });

  test.each(['5.1.1', '11.1.9', '12.0.0'])('is to be installed where only %s is', async (version) => {
    write({
      'package.json': '{}',
      'src/app.ts': '',
      'node_modules/lru-cache/package.json': `{"version":"${version}"}`,
    });
    expect(provideDependency(cache, 'src/app.ts', await copyIt())).toBe(
      'needs lru-cache, which is not installed: npm install lru-cache@^11.2.0',
    );
  });

  test('is taken from another package of the workspace, for the copy alone', async () => {
    write({
      'package.json': '{"workspaces":["libs/*"]}',
      'src/app.ts': '',
      'node_modules/lru-cache/package.json': '{"version":"5.1.1"}',
      'libs/cart/package.json': '{}',
      'libs/cart/node_modules/lru-cache/package.json': '{"version":"11.2.0"}',
    });
    const copy = await copyIt();
    expect(provideDependency(cache, 'src/app.ts', copy)).toBeUndefined();
    expect([versionSeenFrom(copy.root), versionSeenFrom(project)]).toEqual(['11.2.0', '5.1.1']);
  });

  test('does not take the place of a version that the author chose', async () => {
    write({
      'package.json': '{"workspaces":["libs/*"],"dependencies":{"lru-cache":"5.1.1"}}',
      'src/app.ts': '',
      'node_modules/lru-cache/package.json': '{"version":"5.1.1"}',
      'libs/cart/node_modules/lru-cache/package.json': '{"version":"11.2.0"}',
    });
    const copy = await copyIt();
    expect(provideDependency(cache, 'src/app.ts', copy)).toContain('npm install');
    expect(versionSeenFrom(copy.root)).toBe('5.1.1');
  });
});

describe('the list of dependencies', () => {
  test('gains the package in its place, in the style of the file', () => {
    write({
      'package.json': '{\n\t"name": "shop",\n\t"dependencies": {\n\t\t"express": "5.0.0",\n\t\t"zod": "4.0.0"\n\t}\n}',
    });
    expect(listDependency(cache, project)?.after).toBe(
      '{\n\t"name": "shop",\n\t"dependencies": {\n\t\t"express": "5.0.0",\n\t\t"lru-cache": "^11.2.0",\n\t\t"zod": "4.0.0"\n\t}\n}',
    );
  });

  test('is made where there is none', () => {
    write({ 'package.json': '{\n  "name": "shop"\n}\n' });
    expect(listDependency(cache, project)?.after).toBe(
      '{\n  "name": "shop",\n  "dependencies": {\n    "lru-cache": "^11.2.0"\n  }\n}\n',
    );
  });

  test('stays as it is where the package is listed, or where there is no package.json', () => {
    write({ 'package.json': '{"optionalDependencies":{"lru-cache":"11"}}' });
    expect(listDependency(cache, project)).toBeUndefined();
    expect(listDependency({ ...cache, packageJson: null }, project)).toBeUndefined();
  });
});

test('commands to install name what no package.json lists yet, and the folder to run them in', () => {
  write({
    'package.json': '{"dependencies":{"lru-cache":"^11.0.0"}}',
    'libs/cart/package.json': '{}',
  });
  const inCart = { ...cache, packageJson: 'libs/cart/package.json' };
  const nowhere = { ...cache, packageJson: null };
  expect(commandsToInstall([cache], project)).toEqual([]);
  expect(commandsToInstall([inCart, nowhere], project)).toEqual([
    'npm install lru-cache@^11.2.0 (in libs/cart)',
    'npm install lru-cache@^11.2.0',
  ]);
});
