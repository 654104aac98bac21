import type { HeapDiff } from '@watertight/evidence';
import type { TextStyle } from '../report.ts';
import { shownOf, signed, signedBytes } from '../text/heap-text.ts';
import { printable } from '../text/printable.ts';
import { bytes, decimal } from '../text/units.ts';
import { columns } from './columns.ts';
import { joinBlocks, layoutFor } from './layout.ts';

/** What came and what went, by class: DevTools' comparison. */
export function humanHeapDiff(diff: HeapDiff, style: TextStyle): string {
  const { paint, heading } = layoutFor(style);
  const files = printable(`${diff.before} → ${diff.after}`);
  const amount = `${signedBytes(diff.bytesDelta)}, ${decimal(diff.addedCount)} objects new, ${decimal(diff.removedCount)} gone`;
  const rows = diff.classes.map((row) => [
    decimal(row.addedCount),
    decimal(row.removedCount),
    signed(row.countDelta),
    bytes(row.addedBytes),
    bytes(row.removedBytes),
    signedBytes(row.bytesDelta),
    printable(row.className),
  ]);
  const titles = ['new', 'gone', 'delta', 'allocated', 'freed', 'size delta', 'class'];
  const title = paint.bold(`classes that changed, ${shownOf(diff.classes.length, diff.classCount)}`);
  return joinBlocks([
    [heading(`${paint.bold(files)}: ${amount}`)],
    diff.classCount === 0 ? [] : [title, ...columns(titles, rows, paint)],
  ]);
}
