import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { causes, sampleFile, type Cause, type CauseId } from '@watertight/catalog';
import type { FixPlan } from '../api.ts';
import { planFixes } from '../plan-fixes.ts';
import { scan } from '../scan.ts';
import { withFolder, type Files } from '../testing/source-folder.ts';
import { rules } from './index.ts';

const isMarker = (line: string) => /^\s*\/\/ leak: /.test(line);
const textOf = (id: CauseId, half: 'leaky' | 'fixed') => readFileSync(sampleFile(id, half), 'utf8');
const withoutMarker = (text: string) =>
  text
    .split('\n')
    .filter((line) => !isMarker(line))
    .join('\n');

/** The causes that a rule can only explain. */
const byHand: readonly CauseId[] = causes.filter((cause: Cause) => cause.twin === 'by-hand').map(({ id }) => id);

/** One half of every pair that a rewrite repairs, each in a file of its cause's name. */
function all(half: 'leaky' | 'fixed', change = (text: string) => text): Files {
  const rewritable = causes.map(({ id }) => id).filter((id) => !byHand.includes(id));
  return Object.fromEntries(rewritable.map((id) => [`${id}.ts`, change(textOf(id, half))]));
}

/** What the rewrites make of files that stand together in a folder. */
function rewritten(files: Files): Files {
  return withFolder({ ...files, 'package.json': packageJson }, (path) => {
    const { edits } = planFixes({ path, unsafe: true });
    return { ...files, ...Object.fromEntries(edits.map(({ file, after }) => [file, after])) };
  });
}

// A copy stands outside of the workspace, so its folder must say the version of mustache.
const packageJson = JSON.stringify({ dependencies: { mustache: '3.2.1' } });

let samplesPlan: FixPlan | undefined;
/** The rewrites for the folder of the samples, planned once. */
const planOfSamples = () =>
  (samplesPlan ??= planFixes({ path: dirname(dirname(sampleFile('unbounded-cache', 'leaky'))), unsafe: true }));

test('each cause has the rule of its name', () => {
  expect(Object.keys(rules).sort()).toEqual(causes.map(({ id }) => id).sort());
  for (const [id, rule] of Object.entries(rules)) expect(rule.cause).toBe(id);
});

describe.each(causes.map(({ id }) => id))('%s', (id) => {
  test('is reported below the marker and nowhere else', () => {
    const marker = textOf(id, 'leaky').split('\n').findIndex(isMarker);
    const { findings } = scan({ path: sampleFile(id, 'leaky') });
    expect(findings.map(({ rule, line }) => ({ rule, line }))).toEqual([{ rule: id, line: marker + 2 }]);
  });

  test('says nothing of the fixed twin', () => {
    expect(scan({ path: sampleFile(id, 'fixed') }).findings).toEqual([]);
  });

  test('makes the fixed twin of the leaky one, or leaves both to a person', () => {
    const { edits, left } = planOfSamples();
    const ownEdits = edits.filter(({ file }) => file === `${id}/leaky.ts`);
    const isByHand = byHand.includes(id);
    expect(ownEdits.map(({ after }) => withoutMarker(after))).toEqual(isByHand ? [] : [textOf(id, 'fixed')]);
    expect(left.map(({ finding }) => finding.rule).filter((rule) => rule === id)).toEqual(isByHand ? [id] : []);
  });
});

test('a second run changes nothing', () => {
  const once = rewritten(all('leaky', withoutMarker));
  expect(once).toEqual(all('fixed'));
  expect(rewritten(once)).toEqual(once);
});

test.each([
  ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
  ['tabs', (text: string) => text.replace(/^( {2})+/gm, (spaces) => '\t'.repeat(spaces.length / 2))],
  ['four spaces', (text: string) => text.replace(/^( {2})+/gm, (spaces) => spaces + spaces)],
  ['double quotes', (text: string) => text.replaceAll("'", '"')],
  ['no semicolons', (text: string) => text.replace(/;$/gm, '')],
  ['a byte order mark', (text: string) => `\uFEFF${text}`],
  ['no line feed at the end', (text: string) => text.trimEnd()],
])('the rewrites keep %s', (_habit, inHabit) => {
  const leaky = all('leaky', (text) => inHabit(withoutMarker(text)));
  expect(rewritten(leaky)).toEqual(all('fixed', inHabit));
});

test('the folder of the samples holds the marked leaks and no other', () => {
  const path = dirname(dirname(sampleFile('unbounded-cache', 'leaky')));
  const { findings, notAnalysed } = scan({ path });
  expect(findings.map(({ rule, file }) => `${rule} ${file}`)).toEqual(
    causes.map(({ id }) => `${id} ${id}/leaky.ts`).sort(),
  );
  expect(notAnalysed).toEqual([]);
});
