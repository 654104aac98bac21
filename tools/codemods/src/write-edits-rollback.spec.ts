import * as fs from 'node:fs';
import { join } from 'node:path';
import { withFolder } from './testing/source-folder.ts';
import { writeEdits } from './write-edits.ts';

jest.mock('node:fs', () => {
  const actual = jest.requireActual<typeof fs>('node:fs');
  return { ...actual, renameSync: jest.fn(actual.renameSync) };
});

const files = { 'first.ts': 'one\n', 'second.ts': 'two\n', 'third.ts': 'three\n' };
const edits = Object.entries(files).map(([file, before]) => ({ file, before, after: before.toUpperCase() }));

test('what is renamed already is taken back where a later rename fails, and no temporary file stays', () => {
  const rename = jest.mocked(fs.renameSync);
  const { renameSync } = jest.requireActual<typeof fs>('node:fs');
  withFolder(files, (folder) => {
    fs.chmodSync(join(folder, 'first.ts'), 0o755);
    rename.mockImplementation((from, to) => {
      if (String(to).endsWith('third.ts')) throw Object.assign(new Error('EIO: broken disk'), { code: 'EIO' });
      renameSync(from, to);
    });
    expect(() => writeEdits(folder, edits)).toThrow(
      expect.objectContaining({ code: 'WRITE_FAILED', message: expect.stringContaining('left as they were') }),
    );
    expect(fs.readdirSync(folder).sort()).toEqual(Object.keys(files));
    for (const [file, text] of Object.entries(files)) expect(fs.readFileSync(join(folder, file), 'utf8')).toBe(text);
    expect(fs.statSync(join(folder, 'first.ts')).mode & 0o777).toBe(0o755);
  });
  rename.mockImplementation(renameSync);
});
