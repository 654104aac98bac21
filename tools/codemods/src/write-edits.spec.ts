import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFolder } from './testing/source-folder.ts';
import { writeEdits } from './write-edits.ts';

const first = { file: 'first.ts', before: 'one\n', after: 'uno\n' };
const second = { file: 'lib/second.ts', before: 'two\n', after: 'due\n' };
const files = { 'first.ts': 'one\n', 'lib/second.ts': 'two\n' };
const textsIn = (folder: string) => [first, second].map(({ file }) => readFileSync(join(folder, file), 'utf8'));
const namesIn = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort();

test('writes all edits and leaves nothing else behind', () => {
  withFolder(files, (folder) => {
    writeEdits(folder, [first, second]);
    expect(textsIn(folder)).toEqual(['uno\n', 'due\n']);
    expect(namesIn(folder)).toEqual(['first.ts', 'lib', 'lib/second.ts']);
  });
});

test('no edits are no work', () => {
  withFolder(files, (folder) => {
    writeEdits(folder, []);
    expect(textsIn(folder)).toEqual(['one\n', 'two\n']);
  });
});

test.each([
  ['has changed since', (path: string) => writeFileSync(path, 'three\n')],
  ['is read-only', (path: string) => chmodSync(path, 0o444)],
])('writes nothing where one file %s', (reason, spoil) => {
  withFolder(files, (folder) => {
    spoil(join(folder, second.file));
    const before = textsIn(folder);
    expect(() => writeEdits(folder, [first, second])).toThrow(
      expect.objectContaining({ code: 'WRITE_FAILED', message: expect.stringContaining(`${second.file} ${reason}`) }),
    );
    expect(textsIn(folder)).toEqual(before);
    expect(namesIn(folder)).toEqual(['first.ts', 'lib', 'lib/second.ts']);
  });
});

test('writes nothing where one file is gone', () => {
  withFolder({ 'first.ts': 'one\n' }, (folder) => {
    expect(() => writeEdits(folder, [first, second])).toThrow(expect.objectContaining({ code: 'WRITE_FAILED' }));
    expect(readFileSync(join(folder, 'first.ts'), 'utf8')).toBe('one\n');
    expect(namesIn(folder)).toEqual(['first.ts']);
  });
});

test('keeps the mode of a file', () => {
  withFolder(files, (folder) => {
    chmodSync(join(folder, first.file), 0o755);
    writeEdits(folder, [first]);
    expect(statSync(join(folder, first.file)).mode & 0o777).toBe(0o755);
  });
});

test('rewrites what a link points to and keeps the link', () => {
  withFolder(files, (folder) => {
    symlinkSync('first.ts', join(folder, 'link.ts'));
    writeEdits(folder, [{ ...first, file: 'link.ts' }]);
    expect(lstatSync(join(folder, 'link.ts')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'first.ts'), 'utf8')).toBe('uno\n');
  });
});

test('leaves a temporary file of someone else alone', () => {
  withFolder(files, (folder) => {
    const other = join(folder, `.first.ts.${process.pid}.watertight`);
    writeFileSync(other, 'theirs');
    expect(() => writeEdits(folder, [first])).toThrow(expect.objectContaining({ code: 'WRITE_FAILED' }));
    expect(readFileSync(other, 'utf8')).toBe('theirs');
    expect(readFileSync(join(folder, first.file), 'utf8')).toBe('one\n');
  });
});
