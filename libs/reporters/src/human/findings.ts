import type { Finding, ScanResult } from '@watertight/evidence';
import { printable } from '../text/printable.ts';
import { indent, wrap } from '../text/wrap.ts';
import type { TextStyle } from '../report.ts';
import { layoutFor } from './layout.ts';

/** One line of a list of findings: the finding itself, and what is said below it. */
export interface ListedFinding {
  readonly finding: Finding;
  readonly note: string;
  /** Said below the note, each in a line of its own. */
  readonly details?: readonly string[];
}

/** Findings below the files that they are in, one block for each file. */
export function findingBlocks(listed: readonly ListedFinding[], style: TextStyle): string[][] {
  const { paint } = layoutFor(style);
  return [...groupByFile(listed)].map(([file, inFile]) => {
    const columns = Math.max(...inFile.map(({ finding }) => positionOf(finding).length));
    return [
      paint.bold(printable(file)),
      ...inFile.map(({ finding, note, details = [] }) => {
        const confidence = confidenceColor(finding, style)(`${finding.confidence} confidence`);
        const title = `${positionOf(finding).padEnd(columns)}  ${printable(finding.rule)}, ${confidence}, fix ${finding.fix}`;
        const hang = columns + 4;
        const said = [note, ...details].map(
          (text) => `${' '.repeat(hang)}${wrap(printable(text), { width: style.width, hang })}`,
        );
        return [indent(title, 2), ...said].join('\n');
      }),
    ];
  });
}

export function notAnalysedLines(notAnalysed: ScanResult['notAnalysed'], style: TextStyle): string[] {
  const { heading } = layoutFor(style);
  return notAnalysed.map(({ file, reason }) => heading(printable(`not analysed: ${file} (${reason})`)));
}

function groupByFile(listed: readonly ListedFinding[]): Map<string, ListedFinding[]> {
  const groups = new Map<string, ListedFinding[]>();
  for (const item of listed) {
    const group = groups.get(item.finding.file);
    if (group) group.push(item);
    else groups.set(item.finding.file, [item]);
  }
  return groups;
}

function positionOf({ line, column }: Finding): string {
  return `${line}:${column}`;
}

function confidenceColor({ confidence }: Finding, style: TextStyle) {
  const { paint } = layoutFor(style);
  return { high: paint.red, medium: paint.yellow, low: paint.dim }[confidence];
}
