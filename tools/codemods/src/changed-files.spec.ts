import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changedFiles } from './changed-files.ts';
import { rootOf } from './select-findings.ts';
import { commitAll, git } from './testing/git.ts';
import { withFolder } from './testing/source-folder.ts';

const files = { 'src/a.js': 'one', 'src/b.js': 'one', 'other/c.js': 'one', '.gitignore': 'ignored.js\n' };
const inRepository = <Result>(use: (folder: string) => Result) =>
  withFolder(files, (folder) => {
    commitAll(folder);
    return use(folder);
  });
const changed = (folder: string, since?: string) => [...changedFiles(folder, since)].sort();

test('names what is not committed as it is, new files included and ignored ones not, relative to the folder', () => {
  inRepository((folder) => {
    writeFileSync(join(folder, 'src/a.js'), 'two');
    writeFileSync(join(folder, 'src/new.js'), 'one');
    writeFileSync(join(folder, 'src/ignored.js'), 'one');
    rmSync(join(folder, 'other/c.js'));
    expect(changed(join(folder, 'src'))).toEqual(['a.js', 'new.js']);
    expect(changed(folder)).toContain('src/a.js');
  });
});

test('what another branch has since is no change of this one', () => {
  inRepository((folder) => {
    git(folder, 'checkout', '-q', '-b', 'feature');
    writeFileSync(join(folder, 'src/a.js'), 'two');
    git(folder, 'commit', '-q', '-am', 'a');
    git(folder, 'checkout', '-q', 'main');
    writeFileSync(join(folder, 'src/b.js'), 'two');
    git(folder, 'commit', '-q', '-am', 'b');
    git(folder, 'checkout', '-q', 'feature');
    expect(changed(folder, 'main')).toEqual(['src/a.js']);
    expect(changed(folder)).toEqual([]);
  });
});

test('in a repository without a commit all is new', () => {
  withFolder(files, (folder) => {
    git(folder, 'init', '-q');
    expect(changed(join(folder, 'src'))).toEqual(['a.js', 'b.js']);
  });
});

test('a path with a space or a letter of another script is named as it is', () => {
  inRepository((folder) => {
    mkdirSync(join(folder, 'src/ä b'));
    writeFileSync(join(folder, 'src/ä b/c.js'), '');
    git(folder, 'add', '-A');
    expect(changed(folder)).toEqual(['src/ä b/c.js']);
  });
});

test.each([
  ['an unknown commit', 'no-such-branch', /no commit no-such-branch/],
  ['what looks like an option', '--output=/tmp/x', /no commit --output/],
])('%s is misuse', (_case, since, message) => {
  inRepository((folder) => {
    expect(() => changedFiles(folder, since)).toThrow(
      expect.objectContaining({ code: 'GIT_FAILED', message: expect.stringMatching(message) }),
    );
  });
});

test('a folder outside of a repository is misuse', () => {
  withFolder(files, (folder) => {
    expect(() => changedFiles(folder)).toThrow(expect.objectContaining({ code: 'GIT_FAILED' }));
  });
});

test.each([
  ['what has changed', changedFiles],
  ['the folder', rootOf],
])('a path that is not there is misuse when %s is asked for', (_of, ask) => {
  withFolder(files, (folder) => {
    expect(() => ask(join(folder, 'missing'))).toThrow(expect.objectContaining({ code: 'PATH_NOT_FOUND' }));
  });
});
