import { evidenceSchema, fixSchema, healSchema, scanSchema } from '@watertight/evidence';
import { json } from './json.ts';
import { fixPlan, healedResult, leaking, scanned } from './testing/drawn-results.ts';

test('each result keeps its contract', () => {
  expect(evidenceSchema.parse(JSON.parse(json({ kind: 'check', result: leaking })))).toEqual(leaking);
  expect(scanSchema.parse(JSON.parse(json({ kind: 'scan', result: scanned })))).toEqual(scanned);
  expect(fixSchema.parse(JSON.parse(json({ kind: 'fix', result: fixPlan })))).toEqual(fixPlan);
  expect(healSchema.parse(JSON.parse(json({ kind: 'heal', result: healedResult })))).toEqual(healedResult);
});

test('the text ends with a line break', () => {
  expect(json({ kind: 'scan', result: scanned }).endsWith('}\n')).toBe(true);
});
