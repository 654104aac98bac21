import type { CauseId } from '@watertight/catalog';
import { planFixes } from '../plan-fixes.ts';
import { scan } from '../scan.ts';
import { withFolder, type Files } from './source-folder.ts';

/** Why the case is there, and its source: one TypeScript file, or several by name. A guilty line ends in `// leak`. */
export type Case = readonly [reason: string, source: string | Files];

export interface RuleCases {
  readonly valid: readonly Case[];
  readonly invalid: readonly Case[];
}

/** Tests that a rule, or rules that share a detector, report the marked lines of the invalid cases, and nothing in the valid ones. */
export function testRule(rule: CauseId | readonly CauseId[], { valid, invalid }: RuleCases): void {
  describe('valid', () => {
    test.each([...valid])('%s', (_reason, source) => {
      const files = filesOf(source);
      expect(markedLines(files)).toEqual([]);
      expect(reportedLines(rule, files)).toEqual([]);
    });
  });

  describe('invalid', () => {
    test.each([...invalid])('%s', (_reason, source) => {
      const files = filesOf(source);
      const marked = markedLines(files);
      expect(marked).not.toEqual([]);
      expect(reportedLines(rule, files)).toEqual(marked);
    });
  });
}

/** The text that all fixes of rules make of a file; the same text where there is none. */
export function fixedBy(rule: CauseId | readonly CauseId[], source: string, file = 'app.ts'): string {
  return withFolder({ [file]: source }, (path) => {
    const { edits } = planFixes({ path, only: [rule].flat(), unsafe: true });
    return edits[0]?.after ?? source;
  });
}

/** What rules say about a source. */
export function findingsOf(rule: CauseId | readonly CauseId[], source: string | Files) {
  return withFolder(filesOf(source), (path) => scan({ path, only: [rule].flat() }).findings);
}

function filesOf(source: string | Files): Files {
  return typeof source === 'string' ? { 'app.ts': source } : source;
}

function reportedLines(rule: CauseId | readonly CauseId[], files: Files): string[] {
  return findingsOf(rule, files).map(({ file, line }) => `${file}:${line}`);
}

function markedLines(files: Files): string[] {
  return Object.entries(files)
    .flatMap(([file, text]) =>
      text.split('\n').flatMap((line, at) => (line.trimEnd().endsWith('// leak') ? [`${file}:${at + 1}`] : [])),
    )
    .sort();
}
