import { jsonLineSchema } from '@watertight/evidence';
import { jsonl } from './jsonl.ts';
import type { Report } from './report.ts';
import { audited, fixPlan, healedResult, leaking, scanned } from './testing/drawn-results.ts';

const reports: readonly (readonly [string, Report, Record<string, number>])[] = [
  ['check', { kind: 'check', result: leaking }, { verdict: 1, leak: 1, signal: 2, trial: 1 }],
  ['scan', { kind: 'scan', result: scanned }, { finding: 3, 'not-analysed': 1, 'scan-stats': 1 }],
  ['fix', { kind: 'fix', result: fixPlan }, { fixed: 1, left: 1, dependency: 1, assumption: 1, patch: 1 }],
  ['heal', { kind: 'heal', result: healedResult }, { healed: 1, remaining: 1, verdict: 1 }],
  ['audit', { kind: 'audit', result: audited }, { 'locked-version': 1, 'audit-stats': 1 }],
];

test.each(reports)('each line of %s is a record of the published schema', (command, report, counts) => {
  const text = jsonl(report);
  expect(text.endsWith('}\n')).toBe(true);
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => jsonLineSchema.parse(JSON.parse(line)));
  expect(new Set(lines.map((line) => line.command))).toEqual(new Set([command]));
  const types = lines.map(({ type }) => type);
  expect(
    Object.fromEntries([...new Set(types)].map((type) => [type, types.filter((one) => one === type).length])),
  ).toEqual(counts);
});

test('a text with line breaks stays in its line', () => {
  const findings = [{ ...scanned.findings[0]!, message: 'one\ntwo\u2028three' }];
  const lines = jsonl({ kind: 'scan', result: { ...scanned, findings } })
    .trimEnd()
    .split('\n');
  expect(lines).toHaveLength(3);
});
