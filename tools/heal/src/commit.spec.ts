import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heal } from './heal.ts';
import type { HealOptions } from './options.ts';
import { removeTarget, scriptedTarget, type ScriptedTarget } from './testing/scripted-target.ts';

const identity = { GIT_AUTHOR_NAME: 'spec', GIT_AUTHOR_EMAIL: 'spec@example.org' };
const committer = { GIT_COMMITTER_NAME: 'spec', GIT_COMMITTER_EMAIL: 'spec@example.org' };
const systemEnvironment = { ...process.env };
let target: ScriptedTarget;

beforeEach(() => {
  Object.assign(process.env, identity, committer);
  target = scriptedTarget(['leak visitors automatic', 'leak recent automatic']);
});

afterEach(() => {
  process.env = { ...systemEnvironment };
  removeTarget(target);
});

const git = (...args: string[]) => gitAt(target.folder, ...args);
const gitAt = (cwd: string, ...args: string[]) => execFileSync('git', args, { cwd, encoding: 'utf8' }).trim();
const healTarget = (options: Partial<HealOptions> = {}) =>
  heal({ ...target.options, commit: 'fix/leaks', ...options }, target.tools);

function beginRepository(folder = target.folder): void {
  gitAt(folder, 'init', '--quiet', '--initial-branch=main');
  gitAt(folder, 'add', '.');
  gitAt(folder, 'commit', '--quiet', '-m', 'first');
}

describe('accepted rewrites are committed', () => {
  test('to a branch, one commit each with its proof, and nothing else changes', async () => {
    beginRepository();
    const { committed, written } = await healTarget();
    expect(written).toBe(false);
    expect(committed?.branch).toBe('fix/leaks');
    expect(git('log', '--format=%H', 'main..fix/leaks').split('\n').reverse()).toEqual(committed?.commits);
    expect(git('show', `${committed!.commits[0]}:src/app.js`)).toBe('fixed visitors\nleak recent automatic');
    expect(git('show', 'fix/leaks:src/app.js')).toBe('fixed visitors\nfixed recent');
    expect(git('log', '-1', '--format=%B', 'fix/leaks')).toMatch(
      /^fix: a leak in src\/app\.js \(unbounded-cache\)\n\n.*from 412 to 0 bytes per request/,
    );
    expect(git('status', '--porcelain')).toBe('');
    expect(git('rev-parse', '--abbrev-ref', 'HEAD')).toBe('main');
    expect(target.source()).toContain('leak visitors');
  });

  test('also from a detached head, beside changes of other files, staged or not', async () => {
    beginRepository();
    git('checkout', '--quiet', '--detach');
    writeFileSync(join(target.folder, 'package.json'), '{ "name": "changed" }\n');
    writeFileSync(join(target.folder, 'staged.txt'), 'mine');
    git('add', 'staged.txt');
    await healTarget();
    expect(git('status', '--porcelain')).toBe('M package.json\nA  staged.txt');
    expect(git('diff', '--name-only', 'main', 'fix/leaks')).toBe('src/app.js');
  });

  test('from a folder below the root of the repository', async () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'commit-spec-')));
    const folder = join(root, 'packages', 'api');
    mkdirSync(join(folder, 'src'), { recursive: true });
    writeFileSync(join(folder, 'src/app.js'), 'leak visitors automatic');
    beginRepository(root);
    await healTarget({ cwd: folder });
    expect(gitAt(root, 'show', 'fix/leaks:packages/api/src/app.js')).toBe('fixed visitors');
    rmSync(root, { recursive: true });
  });

  test('in the submodule that the target is', async () => {
    const outer = realpathSync(mkdtempSync(join(tmpdir(), 'commit-spec-')));
    beginRepository();
    const add = ['submodule', '--quiet', 'add', target.folder, 'api'];
    gitAt(outer, 'init', '--quiet');
    gitAt(outer, '-c', 'protocol.file.allow=always', ...add);
    const folder = join(outer, 'api');
    await healTarget({ cwd: folder });
    expect(gitAt(folder, 'show', 'fix/leaks:src/app.js')).toBe('fixed visitors\nfixed recent');
    expect(gitAt(outer, 'branch', '--list', 'fix/leaks')).toBe('');
    rmSync(outer, { recursive: true });
  });

  test('and written too, where both are wanted', async () => {
    beginRepository();
    const { written, committed } = await healTarget({ write: true });
    expect({ written, commits: committed?.commits.length }).toEqual({ written: true, commits: 2 });
    expect(git('diff', '--name-only', 'fix/leaks')).toBe('');
  });

  test('and where none was accepted there is no branch', async () => {
    writeFileSync(join(target.folder, 'src/app.js'), 'leak visitors manual');
    beginRepository();
    expect(await healTarget()).not.toHaveProperty('committed');
    expect(git('branch', '--list')).toBe('* main');
  });
});

describe('a commit is refused', () => {
  const refusedBefore = async (options: Partial<HealOptions> = {}) => {
    const runTrial = () => Promise.reject(new Error('no trial was expected'));
    return heal({ ...target.options, commit: 'fix/leaks', ...options }, { ...target.tools, runTrial }).catch(
      (error: unknown) => error as Error & { code: string },
    );
  };

  test('outside of a repository, and in one without a commit, before the trial', async () => {
    expect(await refusedBefore()).toMatchObject({ code: 'GIT_FAILED' });
    git('init', '--quiet');
    expect(await refusedBefore()).toMatchObject({
      code: 'GIT_FAILED',
      message: expect.stringContaining('commit first'),
    });
  });

  test('to a branch that is there, and to none', async () => {
    beginRepository();
    git('branch', 'fix/leaks');
    expect(await refusedBefore()).toMatchObject({
      code: 'BRANCH_TAKEN',
      message: expect.stringContaining('--commit <branch>'),
    });
    expect(await refusedBefore({ commit: 'a..b' })).toMatchObject({ code: 'USAGE' });
  });

  test('where a rewritten file has changes of its own, which stay', async () => {
    beginRepository();
    const mine = 'leak visitors automatic\nmine';
    writeFileSync(join(target.folder, 'src/app.js'), mine);
    await expect(healTarget()).rejects.toMatchObject({
      code: 'GIT_TREE_DIRTY',
      message: expect.stringContaining('src/app.js') as string,
    });
    expect(readFileSync(join(target.folder, 'src/app.js'), 'utf8')).toBe(mine);
    expect(git('branch', '--list', 'fix/leaks')).toBe('');
    expect(existsSync(join(target.folder, '.git/index.lock'))).toBe(false);
  });

  test('where the file belongs to another repository below', async () => {
    beginRepository();
    git('rm', '-r', '--quiet', '--cached', 'src');
    git('commit', '--quiet', '-m', 'src is elsewhere');
    await expect(healTarget()).rejects.toMatchObject({
      code: 'GIT_TREE_DIRTY',
      message: expect.stringContaining('submodule') as string,
    });
  });
});
