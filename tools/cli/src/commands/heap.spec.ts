import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  heapDiffSchema,
  heapDominatorsSchema,
  heapGrowthSchema,
  heapRetainersSchema,
  heapStringsSchema,
  heapSummarySchema,
} from '@watertight/evidence';
import { parseSnapshot } from '@watertight/heap-snapshot';
import { drawHeap } from '@watertight/heap-snapshot-testing';
import { drawRound, readDrawnRound, secret } from '../testing/drawn-heaps.ts';
import { drawnWorld, runDrawn } from '../testing/drawn-world.ts';

function heap(...words: string[]) {
  return runDrawn(['heap', ...words], { readSnapshot: readDrawnRound });
}

async function asJson(...words: string[]): Promise<unknown> {
  return JSON.parse((await heap(...words, '--reporter', 'json')).stdout);
}

describe('heap growth', () => {
  test('names the sink and its path in the first lines, and ends with 1', async () => {
    const { status, stdout, stderr } = await heap('growth', '1.heapsnapshot', '2.heapsnapshot', '3.heapsnapshot');
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    const [headline, sink] = stdout.split('\n\n');
    const [title, ...rest] = sink!.split('\n');
    expect(headline).toMatch(/^growing: Object journal\.recent gained 200 objects/);
    expect(title).toMatch(/^Object journal\.recent {2}@\d+$/);
    expect(rest.slice(0, 8).map((line) => line.trim())).toEqual([
      'gains      100 Entry, 1.56 KiB',
      '100 Entry, 1.56 KiB',
      'held by    .global: global',
      '└─ .main: main',
      '└─ journal: Journal',
      '└─ .recent: Object',
      '~~~~~~',
      expect.stringMatching(/^└─ \.entry\d+: Entry$/),
    ]);
  });

  test('what grew once only is no growth of three snapshots, and ends with 0', async () => {
    const { status, stdout } = await heap('growth', '1.heapsnapshot', '2.heapsnapshot', '2.heapsnapshot');
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'stable: no object gained others in each of 2 steps\n' });
  });

  test('of two snapshots it says that a third would tell more', async () => {
    const { status, stdout } = await heap('growth', '1.heapsnapshot', '2.heapsnapshot');
    expect(status).toBe(1);
    expect(stdout).toContain('a third snapshot');
  });

  test('--min-objects says what is worth speaking of', async () => {
    const { status } = await heap('growth', '1.heapsnapshot', '2.heapsnapshot', '--min-objects', '1000');
    expect(status).toBe(0);
  });

  test('as JSON it fits its schema', async () => {
    const growth = heapGrowthSchema.parse(await asJson('growth', '1.heapsnapshot', '2.heapsnapshot', '3.heapsnapshot'));
    expect(growth).toMatchObject({
      verdict: 'growing',
      sinks: [{ name: 'journal.recent', kind: 'Object', entryClass: 'Entry', newObjects: 200 }],
      classes: [{ className: 'Entry', countDeltas: [100, 100] }],
    });
  });
});

describe('heap summary', () => {
  test('says how much there is, of what, and what holds the most', async () => {
    const { status, stdout } = await heap('summary', '2.heapsnapshot');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^2\.heapsnapshot: .* in 260 objects with 2\d\d references\n/);
    expect(stdout).toMatch(/\n +200 +3\.13 KiB +3\.13 KiB {2}Entry\n/);
    expect(stdout).toMatch(/journal: Journal → \.recent: Object\n/);
  });

  test('--top says how many', async () => {
    const summary = heapSummarySchema.parse(await asJson('summary', '2.heapsnapshot', '--top', '1'));
    expect(summary.classes).toHaveLength(1);
    expect(summary.classCount).toBeGreaterThan(1);
  });
});

describe('heap diff', () => {
  test('says what came and what went of each class', async () => {
    const diff = heapDiffSchema.parse(await asJson('diff', '1.heapsnapshot', '2.heapsnapshot'));
    expect(diff.classes).toMatchObject([
      { className: 'Entry', addedCount: 100, removedCount: 0, bytesDelta: 1600 },
      { className: 'Cached', addedCount: 50, removedCount: 50, countDelta: 0 },
    ]);
    const { stdout } = await heap('diff', '1.heapsnapshot', '2.heapsnapshot');
    expect(stdout).toMatch(/^1\.heapsnapshot → 2\.heapsnapshot: \+1\.56 KiB, 150 objects new, 50 gone\n/);
    expect(stdout).toMatch(/\n +100 +0 +\+100 +1\.56 KiB +0 B +\+1\.56 KiB {2}Entry\n/);
  });

  test('of the same heap twice it has nothing to say', async () => {
    const { status, stdout } = await heap('diff', '1.heapsnapshot', '1.heapsnapshot');
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: '1.heapsnapshot → 1.heapsnapshot: 0 B, 0 objects new, 0 gone\n',
    });
  });
});

test.each(['diff', 'growth'])('heap %s refuses snapshots of different processes', async (name) => {
  const other = drawHeap({
    ...drawRound(1),
    ...Object.fromEntries(Array.from({ length: 100 }, (_, place) => [`entry${place}`, { id: 10_001 + 2 * place }])),
  });
  const { status, stderr } = await runDrawn(['heap', name, '1.heapsnapshot', 'other.heapsnapshot'], {
    readSnapshot: (path, options) =>
      path.endsWith('other.heapsnapshot')
        ? Promise.resolve(parseSnapshot([other.bytes]))
        : readDrawnRound(path, options),
  });
  expect(status).toBe(2);
  expect(stderr).toMatch(/USAGE.*of one process.*1\.heapsnapshot and other\.heapsnapshot name different objects/);
});

describe('heap retainers', () => {
  test('shows the path to objects of a class', async () => {
    const { status, stdout } = await heap('retainers', '1.heapsnapshot', '--class', 'Journal');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^1\.heapsnapshot: 1 object of class Journal\n/);
    expect(stdout).toContain(
      'held by    .global: global\n             └─ .main: main\n                └─ journal: Journal\n',
    );
  });

  test('finds by id, and by a part of a name', async () => {
    const byId = heapRetainersSchema.parse(await asJson('retainers', '1.heapsnapshot', '--id', '10001'));
    expect(byId).toMatchObject({ found: 1, objects: [{ id: 10_001, label: 'Entry' }] });
    const byName = heapRetainersSchema.parse(
      await asJson('retainers', '1.heapsnapshot', '--name', 'ntr', '--top', '2'),
    );
    expect(byName).toMatchObject({ found: 100, objects: [{ label: 'Entry' }, { label: 'Entry' }] });
  });

  test('--paths shows other ways by which it is kept', async () => {
    const { objects } = heapRetainersSchema.parse(
      await asJson('retainers', '1.heapsnapshot', '--class', 'Settings', '--paths', '3'),
    );
    const holders = objects[0]!.retainingPaths.map((path) => path.at(-2));
    expect(holders).toEqual(['journal: Journal', 'cache: Object']);
  });

  test('draws a picture, and writes the language of Graphviz', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'watertight-cli-'));
    try {
      const files = ['--reporter', 'svg=out.svg', '--reporter', 'dot=out.dot'];
      const args = ['heap', 'retainers', '1.heapsnapshot', '--class', 'Journal', ...files];
      const { status } = await runDrawn(args, { readSnapshot: readDrawnRound }, drawnWorld({ cwd: folder }));
      expect(status).toBe(0);
      expect(readFileSync(join(folder, 'out.svg'), 'utf8')).toMatch(/^<svg .*Journal/s);
      expect(readFileSync(join(folder, 'out.dot'), 'utf8')).toMatch(/^digraph .*Journal/s);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test.each([
    [['--class', 'journ'], /OBJECT_NOT_FOUND.*class journ .*; there are Journal/],
    [['--id', '999999'], /OBJECT_NOT_FOUND.*id 999999 .*heap summary/],
    [[], /USAGE.*--class, --id or --name/],
  ])('%j finds nothing and says what to do', async (words, message) => {
    const { status, stdout, stderr } = await heap('retainers', '1.heapsnapshot', ...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('heap dominators', () => {
  test('shows what would be freed with what', async () => {
    const { stdout } = await heap('dominators', '2.heapsnapshot');
    const names = stdout.split('\n').map((line) => line.replace(/^.*%/, '').trim());
    const journal = names.findIndex((name) => name.includes('journal: Journal'));
    expect(names.slice(journal, journal + 3)).toEqual([
      expect.stringMatching(/─ journal: Journal @\d+$/),
      expect.stringMatching(/─ \.recent: Object @\d+$/),
      expect.stringMatching(/─ Entry × 200$/),
    ]);
  });

  test('as JSON it fits its schema, and what a branch holds is no more than the branch', async () => {
    const { root } = heapDominatorsSchema.parse(await asJson('dominators', '2.heapsnapshot'));
    const below = root.children.reduce((sum, { retainedBytes }) => sum + retainedBytes, 0);
    expect(below).toBeLessThanOrEqual(root.retainedBytes);
  });

  test('as HTML it is one page', async () => {
    const { stdout } = await heap('dominators', '2.heapsnapshot', '--reporter', 'html');
    expect(stdout).toMatch(/^<!doctype html>.*class="icicle".*journal: Journal/s);
  });
});

describe('texts of the heap', () => {
  test('are counted where they are in memory twice', async () => {
    const strings = heapStringsSchema.parse(await asJson('strings', '1.heapsnapshot'));
    expect(strings).toMatchObject({
      redacted: true,
      duplicateCount: 1,
      wastedBytes: 40,
      strings: [{ count: 2, length: secret.length, text: 'corr…', heldBy: 'copy' }],
    });
  });

  test.each([
    [['strings', '1.heapsnapshot']],
    [['summary', '1.heapsnapshot', '--top', '500']],
    [['dominators', '1.heapsnapshot', '--reporter', 'html']],
    [['retainers', '1.heapsnapshot', '--name', 'horse']],
    [['retainers', '1.heapsnapshot', '--name', 'horse', '--reporter', 'json']],
    [['retainers', '1.heapsnapshot', '--name', 'horse', '--reporter', 'svg']],
    [['retainers', '1.heapsnapshot', '--name', 'horse', '--reporter', 'dot']],
  ])('are secrets to %j', async (words) => {
    const { status, stdout } = await heap(...words);
    expect(status).toBe(0);
    expect(stdout).not.toMatch(/battery|staple/);
  });

  test('are shown to those who ask', async () => {
    expect((await heap('strings', '1.heapsnapshot', '--show-strings')).stdout).toContain(`"${secret}"`);
  });
});

describe('misuse', () => {
  test.each([
    [['summary'], 'file'],
    [['summary', '1.heapsnapshot', '2.heapsnapshot'], 'too many arguments'],
    [['diff', '1.heapsnapshot'], 'after'],
    [['growth', '1.heapsnapshot'], 'after'],
    [['diff', '1.heapsnapshot', '2.heapsnapshot', '--by', 'size'], 'bytes|objects'],
    [['summary', '1.heapsnapshot', '--top', 'all'], 'whole number above 0 for --top'],
    [['summary', '1.heapsnapshot', '--reporter', 'svg'], 'human|json'],
    [['retainers', '1.heapsnapshot', '--reporter', 'html'], 'human|json|svg|dot'],
    [['frob'], 'frob'],
  ])('%j says what was expected', async (words, message) => {
    const { status, stdout, stderr } = await heap(...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^error \[USAGE\]: /);
    expect(stderr).toContain(message);
  });

  test.each(['summary', 'diff', 'growth', 'retainers', 'dominators', 'strings'])(
    '%s has help with examples',
    async (name) => {
      const { status, stdout } = await heap(name, '--help');
      expect(status).toBe(0);
      expect(stdout).toContain(`\n  watertight heap ${name} `);
    },
  );
});

describe('progress', () => {
  const megabyte = 1_000_000;
  const sized =
    (sizeBytes: number): typeof readDrawnRound =>
    (path, options) => {
      for (const share of [0.1, 0.2, 0.6, 1]) options.onProgress({ readBytes: sizeBytes * share, sizeBytes });
      return readDrawnRound(path, options);
    };
  const read = (sizeBytes: number, ...words: string[]) =>
    runDrawn(['heap', 'summary', '1.heapsnapshot', ...words], { readSnapshot: sized(sizeBytes) });

  test('is on stderr, a line for each part of a large file', async () => {
    const { stdout, stderr } = await read(100 * megabyte);
    expect(stderr.split('\n')).toEqual([
      '  8 % reading 1.heapsnapshot, part 1 of 4',
      ' 48 % reading 1.heapsnapshot, part 3 of 4',
      ' 80 % reading 1.heapsnapshot, part 4 of 4',
      ' 80 % following references',
      '',
    ]);
    expect(stdout).not.toContain('reading');
  });

  test('is none for a small file, and none with --quiet', async () => {
    expect((await read(50 * megabyte)).stderr).toBe('');
    expect((await read(100 * megabyte, '--quiet')).stderr).toBe('');
  });
});
