import type { ScanResult } from '@watertight/evidence';

/** What a scan cost: each rule with the files that it looked at, what it found, and its time. */
export function statsTable({ stats }: ScanResult): string {
  const { files, durationMs, readMs, cached, rules = [] } = stats;
  if (cached) return `${files} files in ${seconds(durationMs)}, as nothing has changed since the last scan\n`;
  const rows = [
    ['rule', 'files', 'findings', 'time'],
    ...rules.map((each) => [each.rule, String(each.files), String(each.findings), seconds(each.durationMs)]),
    ['read and parse', String(files), '', seconds(readMs ?? 0)],
    ['all', String(files), String(sum(rules.map(({ findings }) => findings))), seconds(durationMs)],
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return `${rows.map(line).join('\n')}\nThe first rule pays for the analysis that all share.\n`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(2)} s`;
}
