import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWholeFile } from './write-file.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'watertight-write-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file is written with the folders above it, for the owner alone', async () => {
  const path = join(folder, 'a/b/report.json');
  await writeWholeFile(path, '{}');
  expect(readFileSync(path, 'utf8')).toBe('{}');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(folder, 'a/b'))).toEqual(['report.json']);
});

test('a link stays a link, and what it leads to is replaced', async () => {
  writeFileSync(join(folder, 'real.json'), 'old');
  symlinkSync(join(folder, 'real.json'), join(folder, 'link.json'));
  await writeWholeFile(join(folder, 'link.json'), 'new');
  expect(readFileSync(join(folder, 'real.json'), 'utf8')).toBe('new');
  expect(readdirSync(folder).sort()).toEqual(['link.json', 'real.json']);
});

test('a device is written to, not replaced', async () => {
  await writeWholeFile('/dev/null', 'gone');
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
});

test('a place that cannot be written says so and leaves nothing', async () => {
  mkdirSync(join(folder, 'taken'));
  await expect(writeWholeFile(join(folder, 'taken'), 'x')).rejects.toMatchObject({ code: 'WRITE_FAILED' });
  expect(readdirSync(folder)).toEqual(['taken']);
});
