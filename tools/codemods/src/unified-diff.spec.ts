import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileEdit } from './api.ts';
import { withFolder } from './testing/source-folder.ts';
import { unifiedDiff } from './unified-diff.ts';

const lines = (...texts: string[]) => texts.map((text) => `${text}\n`).join('');

test('no change is no patch', () => {
  expect(unifiedDiff([])).toBe('');
  expect(unifiedDiff([{ file: 'a.ts', before: 'same\n', after: 'same\n' }])).toBe('');
});

test('shows three lines around a change', () => {
  const before = lines('1', '2', '3', '4', 'old', '6', '7', '8', '9');
  expect(unifiedDiff([{ file: 'src/a.ts', before, after: before.replace('old', 'new') }])).toBe(
    lines(
      'diff --git a/src/a.ts b/src/a.ts',
      '--- a/src/a.ts',
      '+++ b/src/a.ts',
      '@@ -2,7 +2,7 @@',
      ' 2',
      ' 3',
      ' 4',
      '-old',
      '+new',
      ' 6',
      ' 7',
      ' 8',
    ),
  );
});

test('says where a line feed is missing at the end', () => {
  expect(unifiedDiff([{ file: 'a.ts', before: 'old', after: 'new\n' }])).toContain(
    '-old\n\\ No newline at end of file\n+new\n',
  );
});

describe('git apply takes', () => {
  test.each([
    ['a file without a line feed at its end', { file: 'a.ts', before: 'a\nb', after: 'a\nc' }],
    ['a line feed that is added', { file: 'a.ts', before: 'a\nb', after: 'a\nb\n' }],
    ['CRLF', { file: 'a.ts', before: 'a\r\nb\r\n', after: 'a\r\nc\r\nb\r\n' }],
    ['a space in the name', { file: 'my folder/my file.ts', before: 'a\n', after: 'b\n' }],
    ['a name that is not ASCII', { file: 'übung/日本.ts', before: 'ä\n', after: 'ö\n' }],
    ['quotes in the name', { file: 'say "hi".ts', before: 'a\n', after: 'b\n' }],
    ['lines that look like a patch', { file: 'a.ts', before: '--- a\n', after: '+++ b\n@@ -1 +1 @@\n' }],
    ['a text that is emptied', { file: 'a.ts', before: 'a\nb\n', after: '' }],
    ['other line ends of Unicode', { file: 'a.ts', before: 'a\u2028b\nc\n', after: 'a\u2028b\nd\n' }],
    ['a byte order mark', { file: 'a.ts', before: '\uFEFFa\nb\n', after: '\uFEFFa\nc\n' }],
  ])('%s', (_case, edit) => {
    expectToApply([edit]);
  });

  test('several files at once', () => {
    expectToApply([
      { file: 'a.ts', before: 'a\n', after: 'b\n' },
      { file: 'lib/b.ts', before: 'a\nb\n', after: 'b\n' },
    ]);
  });

  test('two hundred random edits', () => {
    const random = seeded(7);
    expectToApply(Array.from({ length: 200 }, (_, at) => randomEdit(`file-${at}.ts`, random)));
  });
});

/** Applies the patch with git itself in a fresh folder. */
function expectToApply(edits: readonly FileEdit[]): void {
  withFolder({}, (folder) => {
    for (const { file, before } of edits) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), before);
    }
    const git = (...flags: string[]) =>
      execFileSync('git', ['-c', 'core.autocrlf=false', 'apply', ...flags, '-'], {
        cwd: folder,
        input: unifiedDiff(edits),
        env: { ...process.env, GIT_CEILING_DIRECTORIES: dirname(folder) },
      });
    git('--whitespace=nowarn');
    const textsNow = edits.map(({ file }) => readFileSync(join(folder, file), 'utf8'));
    expect(textsNow).toEqual(edits.map(({ after }) => after));
    git('--whitespace=nowarn', '--reverse');
    expect(edits.map(({ file }) => readFileSync(join(folder, file), 'utf8'))).toEqual(
      edits.map(({ before }) => before),
    );
  });
}

/** Few different lines, so that many are equal and the shortest edit is not obvious. */
function randomEdit(file: string, random: () => number): FileEdit {
  const line = () => ['', '{', '}', '  return x;', '\tü', 'a\r'][Math.floor(random() * 6)] ?? '';
  const before = Array.from({ length: Math.floor(random() * 40) }, line);
  const after = before.flatMap((text) => {
    const dice = random();
    return dice < 0.1 ? [] : dice < 0.2 ? [line()] : dice < 0.3 ? [text, line()] : [text];
  });
  const end = () => (random() < 0.8 ? '\n' : '');
  const [from, to] = [before.join('\n') + end(), after.join('\n') + end()];
  return { file, before: from, after: from === to ? `${to}more\n` : to };
}

/** Mulberry32: the same numbers on every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
