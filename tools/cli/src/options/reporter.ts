import { CodedError } from '@watertight/evidence';

export const reporterNames = ['human', 'json', 'markdown', 'html'] as const;
export type ReporterName = (typeof reporterNames)[number];

/** A reporter and the file it writes; null is stdout. */
export interface ReporterTarget {
  readonly name: ReporterName;
  readonly path: string | null;
}

/** Adds one `--reporter name[=path]` to those before it. */
export function addReporter(text: string, before: readonly ReporterTarget[] = []): ReporterTarget[] {
  const [, name, path] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  if (!isReporterName(name) || path === '') {
    throw new CodedError(
      'USAGE',
      `expected --reporter ${reporterNames.join('|')}, with =path to write a file, got '${text}'`,
    );
  }
  const target = { name, path: path ?? null };
  if (target.path === null && before.some((other) => other.path === null)) {
    throw new CodedError(
      'USAGE',
      `only one reporter can write to stdout; give the others a file, such as ${name}=report.txt`,
    );
  }
  return [...before, target];
}

function isReporterName(name: string | undefined): name is ReporterName {
  return reporterNames.some((known) => known === name);
}
