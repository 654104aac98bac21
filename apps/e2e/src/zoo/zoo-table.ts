import { isRight, verdictOf, type CheckedCase } from './check-case.ts';
import { rightness, type Rightness } from './rightness.ts';
import type { ZooCase } from './zoo-case.ts';

/** The results of all checks as Markdown: totals first, then one row per side of each case. */
export function zooTable(cases: readonly ZooCase[], results: readonly CheckedCase[], nodeVersion: string): string {
  const rows = cases.flatMap((zooCase) =>
    (['leaky', 'fixed'] as const).flatMap((variant) => {
      const own = results.filter((result) => result.id === zooCase.id && result.variant === variant);
      return own.length > 0 ? [{ zooCase, variant, own }] : [];
    }),
  );
  return [
    '# The zoo: real packages under the same check',
    '',
    'Written by `npm run zoo -- --repeats 5 --write docs/zoo.md`; each case is a small server on published packages in',
    '`apps/e2e/zoo`: a leaky version or usage, its mended counterpart, and controls that grow at first and then stop.',
    `Node ${nodeVersion}, one check after the other, with no hint but the requests to send.`,
    '',
    ...totals(rows),
    '',
    '| case | side | package | verdicts | package | line | insertion found | seconds |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(toRow),
    '',
  ].join('\n');
}

interface Row {
  readonly zooCase: ZooCase;
  readonly variant: CheckedCase['variant'];
  readonly own: readonly CheckedCase[];
}

function totals(rows: readonly Row[]): string[] {
  const of = (variant: string) => rows.filter((row) => row.variant === variant).flatMap(({ own }) => own);
  const right = (results: readonly CheckedCase[]) => results.filter(isRight).length;
  const [leaky, silent] = [of('leaky'), of('fixed')];
  const leakyRows = rows.filter(({ variant }) => variant === 'leaky');
  const named = (what: keyof Rightness) => leakyRows.reduce((sum, row) => sum + countRight(row, what), 0);
  return [
    `- leaky sides called leaking: ${right(leaky)} of ${leaky.length}`,
    `- the right package named: ${named('package')} of ${leaky.length}`,
    `- the right line named: ${named('line')} of ${leaky.length}, of them ${named('insertion')} as the insertion itself and the others as a call that leads to it`,
    `- mended sides and controls called stable: ${right(silent)} of ${silent.length}`,
  ];
}

function toRow(row: Row): string {
  const { zooCase, variant, own } = row;
  const verdicts = [...new Set(own.map(verdictOf))].map(
    (verdict) => `${verdict} ${own.filter((result) => verdictOf(result) === verdict).length}/${own.length}`,
  );
  const isLeaky = variant === 'leaky';
  const cells = [
    zooCase.id,
    zooCase.kind === 'control' ? 'control' : variant,
    zooCase.package,
    verdicts.join(', '),
    isLeaky ? `${countRight(row, 'package')}/${own.length}` : '',
    isLeaky ? `${countRight(row, 'line')}/${own.length}` : '',
    isLeaky ? insertionsOf(own) : '',
    (own.reduce((sum, { seconds }) => sum + seconds, 0) / own.length).toFixed(0),
  ];
  return `| ${cells.join(' | ')} |`;
}

function countRight({ zooCase, own }: Row, what: keyof Rightness): number {
  return own.filter(({ evidence }) => evidence !== null && rightness(zooCase, evidence)[what]).length;
}

function insertionsOf(own: readonly CheckedCase[]): string {
  const places = own
    .map(({ evidence }) => evidence?.leaks[0]?.insertion)
    .filter((place) => place !== undefined && place !== null);
  const names = new Set(places.map(({ file, line }) => `\`${file.replace(/^.*node_modules\//, '')}:${line}\``));
  return [...names].join(' ') || '—';
}
