import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedScan, type CachedScanOptions } from './cached-scan.ts';
import { scan } from './scan.ts';

const leaky = `import http from 'node:http';
const seen = new Map();
http.createServer((req, res) => {
  seen.set(req.url, 1);
  res.end();
});
`;
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Scans `src`; the cache lies beside it. */
async function scans(steps: readonly [change: (folder: string) => void, options?: Partial<CachedScanOptions>][]) {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-cache-'));
  folders.push(folder);
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src/app.js'), leaky);
  const results = [];
  for (const [change, options] of steps) {
    change(folder);
    results.push(await cachedScan({ path: join(folder, 'src'), cacheFolder: join(folder, 'cache'), ...options }));
  }
  return { folder, results };
}
const nothing = () => undefined;

test('an unchanged folder is answered from the cache, with the same findings', async () => {
  const { folder, results } = await scans([[nothing], [nothing]]);
  const [first, second] = results;
  expect(first?.stats.cached).toBeUndefined();
  expect(second?.stats).toMatchObject({ cached: true, files: 1 });
  expect(second?.findings).toEqual(scan({ path: join(folder, 'src') }).findings);
});

test.each<[string, (folder: string) => void]>([
  ['a source', (folder) => writeFileSync(join(folder, 'src/app.js'), `\n${leaky}`)],
  ['another source', (folder) => writeFileSync(join(folder, 'src/b.js'), leaky)],
  ['the version of a package', (folder) => writeFileSync(join(folder, 'package-lock.json'), '{}')],
  ['a path alias', (folder) => writeFileSync(join(folder, 'src/tsconfig.build.json'), '{}')],
])('%s that changes is seen', async (_what, change) => {
  const { results } = await scans([[nothing], [change], [nothing]]);
  expect(results.map(({ stats }) => stats.cached ?? false)).toEqual([false, false, true]);
});

test('other rules are another answer, other files are not', async () => {
  const only = { only: ['unclosed-file'] };
  const { results } = await scans([
    [nothing],
    [nothing, only],
    [nothing, only],
    [nothing, { changed: new Set(['b.js']) }],
  ]);
  expect(results.map(({ stats }) => stats.cached ?? false)).toEqual([false, false, true, true]);
  expect(results.map(({ findings }) => findings.length)).toEqual([1, 0, 0, 0]);
});

test('one entry is kept for a folder and a choice, for its owner alone', async () => {
  const { folder } = await scans([[nothing], [(at) => writeFileSync(join(at, 'src/b.js'), leaky)]]);
  const entries = readdirSync(join(folder, 'cache'));
  expect(entries).toHaveLength(1);
  expect(statSync(join(folder, 'cache', entries[0] ?? '')).mode & 0o777).toBe(0o600);
});

test('an entry that is broken is no error', async () => {
  const spoil = (folder: string) => {
    for (const name of readdirSync(join(folder, 'cache'))) writeFileSync(join(folder, 'cache', name), '{');
  };
  const { results } = await scans([[nothing], [spoil]]);
  expect(results.map(({ findings }) => findings.length)).toEqual([1, 1]);
});

test('a folder that cannot be written costs nothing but time', async () => {
  const cacheFolder = join(__filename, 'cache');
  const { results } = await scans([[nothing, { cacheFolder }]]);
  expect(results[0]?.findings).toHaveLength(1);
});
