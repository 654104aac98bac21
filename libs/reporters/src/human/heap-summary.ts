import type { HeapSummary } from '@watertight/evidence';
import type { TextStyle } from '../report.ts';
import { objectText, pathInLine, placeText, shownOf } from '../text/heap-text.ts';
import type { Paint } from '../text/paint.ts';
import { printable } from '../text/printable.ts';
import { bytes, decimal, plural } from '../text/units.ts';
import { columns } from './columns.ts';
import { joinBlocks, layoutFor, type Layout } from './layout.ts';

/** The whole in one line, where it piles up, then by object, with the path that holds it, by class and by package. */
export function humanHeapSummary(summary: HeapSummary, style: TextStyle): string {
  const layout = layoutFor(style);
  const { paint } = layout;
  return joinBlocks([
    [headline(summary, layout)],
    ...(summary.accumulations.length > 0
      ? [[paint.bold('where memory piles up'), ...objectRows(summary.accumulations, paint)]]
      : []),
    [paint.bold('objects that retain the most'), ...objectRows(summary.largest, paint)],
    [paint.bold(`classes, ${shownOf(summary.classes.length, summary.classCount)}`), ...classRows(summary, paint)],
    [paint.bold('packages whose code it belongs to'), ...packageRows(summary, paint)],
  ]);
}

function headline({ file, bytes: total, objects, references }: HeapSummary, { paint, heading }: Layout): string {
  const amount = `${bytes(total)} in ${plural(objects, 'object')} with ${plural(references, 'reference')}`;
  return heading(`${paint.bold(printable(file))}: ${amount}`);
}

function classRows({ classes }: HeapSummary, paint: Paint): string[] {
  const rows = classes.map(({ className, count, shallowBytes, retainedBytes, source }) => [
    decimal(count),
    bytes(shallowBytes),
    bytes(retainedBytes),
    printable(className) + paint.dim(placeText(source)),
  ]);
  return columns(['count', 'own', 'retained', 'class'], rows, paint);
}

function objectRows(objects: HeapSummary['largest'], paint: Paint): string[] {
  const rows = objects.map((object) => [
    bytes(object.retainedBytes),
    bytes(object.shallowBytes),
    `${objectText({ ...object, source: null })}  ${paint.dim(pathInLine(object.retainingPath))}`,
  ]);
  return columns(['retained', 'own', 'object'], rows, paint);
}

function packageRows({ packages }: HeapSummary, paint: Paint): string[] {
  const rows = packages.map(({ packageName, count, shallowBytes }) => [
    decimal(count),
    bytes(shallowBytes),
    printable(packageName),
  ]);
  return columns(['count', 'own', 'package'], rows, paint);
}
