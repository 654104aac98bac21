import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scan } from './scan.ts';
import { loadSuppressions, nextSuppressions, writeSuppressions } from './suppressions.ts';
import { withFolder, type Files } from './testing/source-folder.ts';

const leaky = `import http from 'node:http';
const seen = new Map();
http.createServer((req, res) => {
  seen.set(req.url, 1);
  res.end();
});
`;
const ran = new Set(['unbounded-cache']);
const accept = (path: string, options: { ran: Set<string>; prune?: boolean } = { ran }) => {
  const next = nextSuppressions(scan({ path }), path, loadSuppressions(path), options);
  writeSuppressions(next);
  return next.entries;
};
const scanned = (path: string) => scan({ path, suppressions: loadSuppressions(path) });
const inFolder = (files: Files, use: (folder: string) => void) => withFolder({ '.git/HEAD': '', ...files }, use);

test('what is accepted is left out and counted, also when its lines move', () => {
  inFolder({ 'app.js': leaky }, (folder) => {
    expect(accept(folder)).toEqual([{ rule: 'unbounded-cache', file: 'app.js', scope: '#seen', count: 1 }]);
    writeFileSync(join(folder, 'app.js'), `\n\n${leaky}`);
    expect(scanned(folder)).toMatchObject({ findings: [], suppressed: 1, staleSuppressions: 0 });
    expect(readdirSync(folder).sort()).toEqual(['.git', 'app.js', 'watertight-suppressions.json']);
  });
});

test('what comes new to an accepted scope is reported', () => {
  inFolder({ 'app.js': leaky }, (folder) => {
    accept(folder);
    const another = leaky
      .replace('const seen', 'const more = new Map();\nconst seen')
      .replace('  res', '  more.set(req.url, 1);\n  res');
    writeFileSync(join(folder, 'app.js'), another);
    const { findings, suppressed } = scanned(folder);
    expect(findings.map(({ sink }) => sink?.name)).toEqual(['more']);
    expect(suppressed).toBe(1);
  });
});

test('what is mended is said to be stale, and pruned', () => {
  inFolder({ 'app.js': leaky, 'b.js': leaky }, (folder) => {
    accept(folder);
    writeFileSync(join(folder, 'b.js'), 'export {};\n');
    expect(scanned(folder).staleSuppressions).toBe(1);
    writeFileSync(join(folder, 'c.js'), leaky);
    expect(accept(folder, { ran, prune: true }).map(({ file }) => file)).toEqual(['app.js']);
    expect(scanned(folder).findings.map(({ file }) => file)).toEqual(['c.js']);
  });
});

test('entries of other folders and of rules that did not run stay', () => {
  inFolder({ 'src/app.js': leaky, 'other/app.js': leaky }, (folder) => {
    accept(folder);
    writeFileSync(join(folder, 'src/app.js'), 'export {};\n');
    const { path, entries } = loadSuppressions(join(folder, 'src'));
    expect(path).toBe(join(folder, 'watertight-suppressions.json'));
    expect(entries).toHaveLength(2);
    expect(accept(join(folder, 'src')).map(({ file }) => file)).toEqual(['other/app.js']);
    expect(accept(folder, { ran: new Set(['unclosed-file']), prune: true })).toHaveLength(1);
  });
});

test('with the entry of a folder that was not scanned, nothing is stale', () => {
  inFolder({ 'src/app.js': leaky, 'other/app.js': leaky }, (folder) => {
    accept(folder);
    expect(scanned(join(folder, 'src'))).toMatchObject({ findings: [], suppressed: 1, staleSuppressions: 0 });
  });
});

test('the file of the configuration counts', () => {
  inFolder({ 'app.js': leaky }, (folder) => {
    const config = {
      file: join(folder, 'watertight.config.json'),
      folder,
      config: { suppressions: 'ci/accepted.json' },
    };
    expect(loadSuppressions(folder, config).path).toBe(join(folder, 'ci/accepted.json'));
  });
});

test.each([
  ['no JSON', '{'],
  ['another version', '{ "schemaVersion": 2, "suppressions": [] }'],
  ['an entry without a scope', '{ "schemaVersion": 1, "suppressions": [{ "rule": "a", "file": "b", "count": 1 }] }'],
])('a file with %s is refused', (_case, text) => {
  inFolder({ 'watertight-suppressions.json': text }, (folder) => {
    expect(() => loadSuppressions(folder)).toThrow(expect.objectContaining({ code: 'SUPPRESSIONS_INVALID' }));
    expect(readFileSync(join(folder, 'watertight-suppressions.json'), 'utf8')).toBe(text);
  });
});
