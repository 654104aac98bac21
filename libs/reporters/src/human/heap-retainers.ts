import type { HeapRetainers } from '@watertight/evidence';
import type { TextStyle } from '../report.ts';
import { objectText } from '../text/heap-text.ts';
import { pathTree } from '../text/path-tree.ts';
import { printable } from '../text/printable.ts';
import { bytes, decimal, plural } from '../text/units.ts';
import { indent } from '../text/wrap.ts';
import { joinBlocks, layoutFor, textColumn, type Layout } from './layout.ts';

/** Each object with the paths that keep it. */
export function humanHeapRetainers(retainers: HeapRetainers, style: TextStyle): string {
  const layout = layoutFor(style);
  return joinBlocks([[headline(retainers, layout)], ...retainers.objects.map((object) => objectBlock(object, layout))]);
}

function headline({ file, query, found, objects }: HeapRetainers, { paint, heading }: Layout): string {
  const shown =
    found > objects.length
      ? `, of which ${objects.length === 1 ? 'the one that retains' : `the ${decimal(objects.length)} that retain`} the most`
      : '';
  return heading(`${paint.bold(printable(file))}: ${plural(found, 'object')} of ${printable(query)}${shown}`);
}

function objectBlock(object: HeapRetainers['objects'][number], layout: Layout): string[] {
  const { retainingPaths, retainedBytes, shallowBytes } = object;
  return [
    `${layout.paint.bold(objectText(object))}`,
    layout.row('retains', `${bytes(retainedBytes)}, of which ${bytes(shallowBytes)} are its own`),
    ...(retainingPaths.length === 0 ? [layout.row('held by', 'nothing but weak references')] : []),
    ...retainingPaths.flatMap((path, place) => pathRows(place === 0 ? 'held by' : 'and by', path, layout)),
  ];
}

function pathRows(label: string, path: readonly string[], layout: Layout): string[] {
  const [first = 'the root', ...others] = pathTree({ retainingPath: path, sink: null });
  return [layout.row(label, first), ...others.map((line) => indent(line, textColumn))];
}
