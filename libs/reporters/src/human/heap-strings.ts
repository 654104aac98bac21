import type { HeapStrings } from '@watertight/evidence';
import type { TextStyle } from '../report.ts';
import { shownOf } from '../text/heap-text.ts';
import { printable } from '../text/printable.ts';
import { bytes, decimal, plural } from '../text/units.ts';
import { columns } from './columns.ts';
import { joinBlocks, layoutFor } from './layout.ts';

const longestText = 60;

/** Texts that are in memory more than once, the one that wastes the most first. */
export function humanHeapStrings(strings: HeapStrings, style: TextStyle): string {
  const { paint, heading, prose } = layoutFor(style);
  const amount = `${bytes(strings.wastedBytes)} in copies of ${plural(strings.duplicateCount, 'string')}`;
  const rows = strings.strings.map((row) => [
    decimal(row.count),
    bytes(row.wastedBytes),
    `${decimal(row.length)}${row.isCut ? '+' : ''}`,
    `@${row.sampleId}`,
    `${textOf(row.text, strings.redacted)}${row.heldBy === '' ? '' : paint.dim(`  ${printable(row.heldBy)}`)}`,
  ]);
  return joinBlocks([
    [heading(`${paint.bold(printable(strings.file))}: ${amount}`)],
    strings.duplicateCount === 0
      ? []
      : [
          paint.bold(`strings, ${shownOf(rows.length, strings.duplicateCount)}`),
          ...columns(['count', 'wasted', 'length', 'one of them', 'text, and who holds that one'], rows, paint),
        ],
    strings.redacted && strings.duplicateCount > 0
      ? [paint.dim(prose('texts may be secrets and are cut to their beginning; --show-strings shows them'))]
      : [],
  ]);
}

function textOf(text: string, isRedacted: boolean): string {
  if (isRedacted) return printable(text);
  const cut = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  return printable(JSON.stringify(cut));
}
