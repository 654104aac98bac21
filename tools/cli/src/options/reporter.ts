import { CodedError } from '@watertight/evidence';

export type ReporterName =
  'human' | 'json' | 'jsonl' | 'markdown' | 'html' | 'junit' | 'sarif' | 'github' | 'svg' | 'dot';

/** What the results of `check`, `scan`, `fix`, `heal` and `audit` can be rendered as. */
export const reporterNames = [
  'human',
  'json',
  'jsonl',
  'markdown',
  'html',
  'junit',
  'sarif',
  'github',
] as const satisfies readonly ReporterName[];

/** A reporter and the file it writes; null is stdout. */
export interface ReporterTarget {
  readonly name: ReporterName;
  readonly path: string | null;
}

/** Adds one `--reporter name[=path]`, of those that a command has, to those before it. */
export function reporterAmong(
  names: readonly ReporterName[],
): (text: string, before?: readonly ReporterTarget[]) => ReporterTarget[] {
  return (text, before = []) => {
    const [, name, path] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
    const known = names.find((candidate) => candidate === name);
    if (known === undefined || path === '') {
      throw new CodedError(
        'USAGE',
        `expected --reporter ${names.join('|')}, with =path to write a file, got '${text}'`,
      );
    }
    const target = { name: known, path: path ?? null };
    if (target.path === null && before.some((other) => other.path === null)) {
      throw new CodedError(
        'USAGE',
        `only one reporter can write to stdout; give the others a file, such as ${known}=report.txt`,
      );
    }
    return [...before, target];
  };
}
