import { junit } from './junit.ts';
import type { Report } from './report.ts';
import { audited, fixPlan, healedResult, inconclusive, leaking, scanned, stable } from './testing/drawn-results.ts';
import { parseXml, type XmlElement } from './testing/parse-xml.ts';
import { withTexts } from './testing/with-strings.ts';

const context = { version: '1.2.3', folder: 'packages/api/', pageOf: () => undefined };

const reports: readonly (readonly [string, Report])[] = [
  ['leaks', { kind: 'check', result: leaking }],
  ['a leak without an object', { kind: 'check', result: { ...leaking, leaks: [] } }],
  ['a stable target', { kind: 'check', result: stable }],
  ['an open verdict', { kind: 'check', result: inconclusive }],
  ['findings', { kind: 'scan', result: scanned }],
  ['no findings', { kind: 'scan', result: { ...scanned, findings: [] } }],
  ['a plan', { kind: 'fix', result: fixPlan }],
  ['a healing', { kind: 'heal', result: healedResult }],
  ['an audit', { kind: 'audit', result: audited }],
];

function casesOf(report: Report): readonly XmlElement[] {
  const [suites] = parseXml(junit(report, context));
  return suites!.children[0]!.children;
}
const outcomesOf = (report: Report) =>
  casesOf(report).map(({ attributes, children }) => `${attributes['name']}: ${children[0]?.name ?? 'passed'}`);

describe.each(reports)('%s', (_, report) => {
  test('are well-formed, hold a case at least, and count what they hold', () => {
    const [suites] = parseXml(junit(report, context));
    const [suite] = suites!.children;
    const cases = suite!.children;
    const count = (name: string) => String(cases.filter(({ children }) => children[0]?.name === name).length);
    expect(cases.length).toBeGreaterThan(0);
    for (const { attributes } of [suites!, suite!]) {
      expect(attributes).toMatchObject({
        tests: String(cases.length),
        failures: count('failure'),
        errors: count('error'),
        skipped: count('skipped'),
      });
      expect(Number(attributes['time'])).not.toBeNaN();
    }
  });

  test('give each case the name and class that readers ask for', () => {
    for (const { name, attributes } of casesOf(report)) {
      expect(name).toBe('testcase');
      expect(attributes['name']).toBeTruthy();
      expect(attributes['classname']).toBeTruthy();
    }
  });

  test('stay well-formed whatever the texts hold', () => {
    const hostile = withTexts(report.result, (text) => `${text}]]><x a="&'\u0000\u0007\ud800\n\t`);
    expect(() => parseXml(junit({ ...report, result: hostile } as Report, context))).not.toThrow();
  });
});

test('a leak fails at its file and line, the other signals pass', () => {
  expect(outcomesOf({ kind: 'check', result: leaking })).toEqual([
    'open descriptors: passed',
    'unbounded-cache at packages/api/src/app.ts:11: failure',
  ]);
  const [, leak] = casesOf({ kind: 'check', result: leaking });
  expect(leak!.attributes).toMatchObject({ file: 'packages/api/src/app.ts', line: '11' });
  expect(leak!.children[0]!.text).toContain('visitors: Map');
});

test('what cannot be told is an error, not a pass', () => {
  expect(outcomesOf({ kind: 'check', result: inconclusive })).toEqual(['heap after GC: error']);
});

test('memory that grows without an object found fails by its signal', () => {
  expect(outcomesOf({ kind: 'check', result: { ...leaking, leaks: [] } })).toEqual([
    'heap after GC: failure',
    'open descriptors: passed',
    'unexplained-leak: failure',
  ]);
});

test('a finding of low confidence is skipped, as it does not fail the command', () => {
  expect(outcomesOf({ kind: 'scan', result: scanned })).toEqual([
    'unbounded-cache at packages/api/src/app.ts:11: failure',
    'unclosed-file at packages/api/src/files.ts:8: failure',
    'unbounded-cache at packages/api/src/app.ts:30: skipped',
  ]);
});

test('where nothing is found one case passes', () => {
  expect(outcomesOf({ kind: 'scan', result: { ...scanned, findings: [] } })).toEqual([
    'no findings; 12 files in 840 ms: passed',
  ]);
});

test('line breaks of a message survive in its attribute', () => {
  const notes = { ...scanned, findings: [{ ...scanned.findings[0]!, message: 'a\nb' }] };
  expect(junit({ kind: 'scan', result: notes }, context)).not.toMatch(/message="[^"]*\n/);
});
