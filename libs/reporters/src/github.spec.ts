import { github } from './github.ts';
import type { Report } from './report.ts';
import {
  audited,
  finding,
  fixPlan,
  healedResult,
  inconclusive,
  leaking,
  scanned,
  stable,
  templateLeak,
} from './testing/drawn-results.ts';
import { withTexts } from './testing/with-strings.ts';

const context = { version: '1.2.3', folder: 'packages/api/', pageOf: () => undefined };
const linesOf = (report: Report) => github(report, context).trimEnd().split('\n');

test('a finding is an annotation at its line, in the repository’s own path', () => {
  expect(linesOf({ kind: 'scan', result: { ...scanned, findings: [finding] } })).toEqual([
    '::error file=packages/api/src/app.ts,line=11,col=14,title=watertight%3A unbounded-cache::visitors gains an entry per address; bound it%0Ahigh confidence, fix suggested',
    '1 finding in 1 file (1 high); 12 files in 840 ms',
  ]);
});

test('the surest come first, as GitHub shows no more than ten of a level', () => {
  const low = Array.from({ length: 12 }, () => ({ ...finding, confidence: 'low' as const }));
  const lines = linesOf({ kind: 'scan', result: { ...scanned, findings: [...low, finding] } });
  expect(lines.map((line) => /^::(\w+)/.exec(line)?.[1])).toEqual(['error', ...low.map(() => 'notice'), undefined]);
});

test('a leak is an annotation at the own line that leads to it, with what holds it', () => {
  const [line] = linesOf({ kind: 'check', result: { ...leaking, leaks: [templateLeak] } });
  expect(line).toMatch(
    /^::error file=packages\/api\/src\/mail\.ts,line=20,col=3,title=watertight%3A leaky-dependency::/,
  );
  expect(line).toContain('inserted at node_modules/mustache/mustache.js:447:20 in parse');
  expect(line).toContain('.writer: Writer  (Node)%0A');
});

test('a verdict that is open is a warning, a stable one annotates nothing', () => {
  expect(linesOf({ kind: 'check', result: inconclusive })).toEqual([
    '::warning title=watertight%3A inconclusive::the heap is too noisy to tell',
    'inconclusive: the heap is too noisy to tell',
  ]);
  expect(linesOf({ kind: 'check', result: stable })).toEqual(['stable: nothing grows with the requests']);
});

test('what a plan mends is annotated while it is not written', () => {
  const lines = linesOf({ kind: 'fix', result: fixPlan });
  expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(2);
  expect(lines[0]).toContain('watertight fix rewrites it');
  expect(linesOf({ kind: 'fix', result: { ...fixPlan, written: true } })).toHaveLength(2);
});

test('a leak that a proved patch is ready for is a warning, one that remains an error', () => {
  const lines = linesOf({ kind: 'heal', result: healedResult });
  expect(lines.map((line) => /^::(\w+)/.exec(line)?.[1])).toEqual(['error', 'warning', undefined]);
});

test('a locked version is annotated at its line of the lock file', () => {
  const [line] = linesOf({ kind: 'audit', result: audited });
  expect(line).toMatch(/^::warning file=packages\/api\/package-lock\.json,line=1204,/);
});

test('no text of a result ends an annotation or begins another command', () => {
  const hostile = '\r\n::set-output name=x::y\n::stop-commands::z, a:b %0A';
  for (const report of [
    { kind: 'check', result: withTexts(leaking, (text) => text + hostile) },
    { kind: 'scan', result: withTexts(scanned, () => hostile) },
    { kind: 'audit', result: withTexts(audited, () => hostile) },
  ] as Report[]) {
    for (const line of linesOf(report)) expect(line).toMatch(/^(?:::(?:error|warning|notice) |(?!::))/);
    expect(github(report, context)).not.toContain('\r');
    expect(github(report, context)).not.toMatch(/^::(?:set-output|stop-commands)/m);
  }
});

test('a file above the folder that was looked at keeps its path', () => {
  const above = { ...finding, file: '../shared/cache.ts' };
  const [line] = linesOf({ kind: 'scan', result: { ...scanned, findings: [above] } });
  expect(line).toContain('file=packages/shared/cache.ts,');
});
