import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanOptions } from './api.ts';
import { planFixes } from './plan-fixes.ts';
import { withFolder, type Files } from './testing/source-folder.ts';

const plan = (files: Files, options: Partial<PlanOptions> = {}) =>
  withFolder(files, (path) => planFixes({ path, ...options }));

const journal = `import http from 'node:http';
const seen = [];
http.createServer((req, res) => {
  seen.push(req.url);
  res.end();
});
`;
const visitors = `import http from 'node:http';
const visitors = new Map();
http.createServer((req, res) => {
  visitors.set(req.url, 1);
  res.end();
});
`;
const firstByte = `import { openSync, readSync } from 'node:fs';
export function first(path) {
  const file = openSync(path, 'r');
  const bytes = Buffer.alloc(1);
  readSync(file, bytes);
  return bytes;
}
`;

test('writes nothing', () => {
  withFolder({ 'app.js': firstByte }, (path) => {
    expect(planFixes({ path }).edits).toHaveLength(1);
    expect(readFileSync(join(path, 'app.js'), 'utf8')).toBe(firstByte);
  });
});

test('plans what is automatic, and says why it leaves the rest', () => {
  const { fixed, left, edits } = plan({ 'journal.js': journal, 'first.js': firstByte });
  expect(fixed.map(({ file }) => file)).toEqual(['first.js']);
  expect(left.map(({ finding, why }) => [finding.file, why])).toEqual([
    ['journal.js', expect.stringContaining('only suggested')],
  ]);
  expect(edits.map(({ file, before }) => [file, before])).toEqual([['first.js', firstByte]]);
});

test('plans what is suggested where a person allows it', () => {
  const { fixed, left } = plan({ 'journal.js': journal, 'first.js': firstByte }, { unsafe: true });
  expect(fixed.map(({ file }) => file)).toEqual(['first.js', 'journal.js']);
  expect(left).toEqual([]);
});

test('plans only the findings that are chosen', () => {
  const files = { 'journal.js': journal, 'first.js': firstByte };
  const chosen = plan(files, { unsafe: true, select: ({ file }) => file === 'journal.js' });
  expect(chosen.edits.map(({ file }) => file)).toEqual(['journal.js']);
  const only = plan(files, { unsafe: true, only: ['unclosed-file'] });
  expect(only.edits.map(({ file }) => file)).toEqual(['first.js']);
});

test('an unknown rule is misuse that names the known ones', () => {
  expect(() => plan({ 'app.js': journal }, { only: ['no-such-rule'] })).toThrow(
    expect.objectContaining({ code: 'USAGE', message: expect.stringContaining('unbounded-cache') }),
  );
});

test('the advice of a manual finding is why it is left', () => {
  const text = visitors.replace('new Map()', '{}').replace('visitors.set(req.url, 1)', 'visitors[req.url] = 1');
  expect(plan({ 'app.js': text }, { unsafe: true }).left.map(({ why }) => why)).toEqual([
    'delete entries when they are done with, or hold them in an LRU cache',
  ]);
});

test('names the dependency that a rewrite brings, and who should list it', () => {
  const { dependencies } = plan({ 'package.json': '{}', 'src/app.js': visitors }, { unsafe: true });
  expect(dependencies).toEqual([
    { name: 'lru-cache', version: expect.stringMatching(/^\d/), packageJson: 'package.json' },
  ]);
});

test('says a dependency once for two caches, and imports it once', () => {
  const two = visitors
    .replace('const visitors = new Map();', 'const visitors = new Map();\nconst pages = new Map();')
    .replace('  res.end', '  pages.set(req.url, 2);\n  res.end');
  const { dependencies, edits, assumptions } = plan({ 'package.json': '{}', 'app.js': two }, { unsafe: true });
  expect(dependencies).toHaveLength(1);
  expect(assumptions).toHaveLength(2);
  expect(edits[0]?.after.match(/import \{ LRUCache \}/g)).toHaveLength(1);
});

test('tells the decisions that it made for the author', () => {
  const { assumptions } = plan({ 'app.js': journal }, { unsafe: true });
  expect(assumptions).toEqual(['seen keeps the latest 1000 entries; whoever reads it needs no more']);
});

test('of two rewrites of the same text, the first is planned', () => {
  const nested = `import { openSync, readSync } from 'node:fs';
export function both(path) {
  const outer = openSync(path, 'r');
  const inner = openSync(path, 'r');
  readSync(outer, Buffer.alloc(1));
  readSync(inner, Buffer.alloc(1));
}
`;
  const { fixed, left, edits } = plan({ 'app.js': nested });
  expect(fixed.map(({ line }) => line)).toEqual([3]);
  expect(left.map(({ why }) => why)).toEqual([expect.stringContaining('same text as that of line 3')]);
  const [edit] = edits;
  const again = plan({ 'app.js': edit?.after ?? '' });
  expect(again.fixed).toHaveLength(1);
  expect(plan({ 'app.js': again.edits[0]?.after ?? '' }).fixed).toEqual([]);
});

test('withdraws a rewrite that would not compile, and keeps the others', () => {
  const { left, fixed, edits } = plan(
    {
      'tsconfig.json': JSON.stringify({ compilerOptions: { module: 'esnext', moduleResolution: 'bundler' } }),
      'app.ts': visitors,
      'journal.ts': journal,
      // A version whose options have other names.
      'node_modules/lru-cache/package.json': JSON.stringify({ name: 'lru-cache', types: 'index.d.ts' }),
      'node_modules/lru-cache/index.d.ts': `export declare class LRUCache {\n  constructor(options: { limit: number });\n  set(key: unknown, value: unknown): this;\n}\n`,
    },
    { unsafe: true },
  );
  expect(fixed.map(({ file }) => file)).toEqual(['journal.ts']);
  expect(edits.map(({ file }) => file)).toEqual(['journal.ts']);
  expect(left.map(({ finding, why }) => [finding.file, why])).toEqual([
    ['app.ts', expect.stringContaining('would not compile')],
  ]);
});

test('takes it for no error that what Node brings is unknown where its types are missing', () => {
  const feed = `import { EventEmitter } from 'node:events';
class Feed extends EventEmitter {}
const feed = new Feed();
export function live(req: Request, res: Response) {
  feed.on('tick', () => res.json(req.url));
  setInterval(() => res.json(1), 1000);
}
`;
  const { left, fixed } = plan({ 'app.ts': feed }, { unsafe: true });
  expect(left).toEqual([]);
  expect(fixed.map(({ line }) => line)).toEqual([5, 6]);
});

test('keeps a byte order mark and says what it could not read', () => {
  const { edits, notAnalysed } = plan({ 'app.js': `\uFEFF${firstByte}`, 'broken.js': 'const = ;' });
  expect(edits[0]?.before.startsWith('\uFEFF')).toBe(true);
  expect(edits[0]?.after.startsWith('\uFEFFimport')).toBe(true);
  expect(notAnalysed).toEqual([{ file: 'broken.js', reason: expect.stringContaining('line 1') }]);
});
