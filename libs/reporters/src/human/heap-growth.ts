import type { HeapGrowth } from '@watertight/evidence';
import type { TextStyle } from '../report.ts';
import { signed, signedBytes } from '../text/heap-text.ts';
import { pathTree } from '../text/path-tree.ts';
import { printable } from '../text/printable.ts';
import { bytes, decimal, plural } from '../text/units.ts';
import { indent } from '../text/wrap.ts';
import { columns } from './columns.ts';
import { joinBlocks, layoutFor, textColumn, type Layout } from './layout.ts';

type GrowingSink = HeapGrowth['sinks'][number];

/** What grows, in one line; then each sink with what it gained and who holds it. */
export function humanHeapGrowth(growth: HeapGrowth, style: TextStyle): string {
  const layout = layoutFor(style);
  return joinBlocks([
    [headline(growth, layout)],
    ...growth.sinks.map((sink) => sinkBlock(sink, layout)),
    classBlock(growth, layout),
    notes(growth, layout),
  ]);
}

function headline({ verdict, sinks, sinkCount, files }: HeapGrowth, layout: Layout): string {
  const [first] = sinks;
  if (verdict === 'stable' || !first)
    return layout.heading(`${layout.verdict('stable')}: no object gained others ${inSteps(files)}`);
  const others = sinkCount > 1 ? `; ${plural(sinkCount - 1, 'other')} too` : '';
  const gains = `gained ${gainText(first.newObjects, first.bytes)} ${inAll(files)}`;
  const growing = layout.paint.bold(layout.paint.red('growing'));
  return layout.heading(`${growing}: ${printable(nameOf(first))} ${gains}${others}`);
}

function inAll({ length }: readonly string[]): string {
  return length === 2 ? 'from one snapshot to the other' : `in ${length - 1} steps, some in each`;
}

function inSteps({ length }: readonly string[]): string {
  return length === 2 ? 'from one snapshot to the other' : `in each of ${length - 1} steps`;
}

// Some sinks no variable leads to: those of the runtime, say.
function nameOf({ kind, name, id }: GrowingSink): string {
  return name === '' ? `${kind} @${id}` : `${kind} ${name}`;
}

function sinkBlock(sink: GrowingSink, layout: Layout): string[] {
  const { entryClass, steps, id } = sink;
  const [first, ...others] = pathTree({ retainingPath: sink.retainingPath, sink }, { underline: layout.paint.red });
  return [
    `${layout.paint.bold(printable(nameOf(sink)))}  ${layout.paint.dim(`@${id}`)}`,
    ...steps.map((step, place) => layout.row(place === 0 ? 'gains' : '', printable(stepText(step, entryClass)))),
    ...(first === undefined ? [] : [layout.row('held by', first), ...others.map((line) => indent(line, textColumn))]),
  ];
}

// `503 RequestRecord, 4,024 objects with all they hold, 158 KiB`: an entry brings what only it holds.
function stepText(
  { entries, newObjects, bytes: gained }: GrowingSink['steps'][number],
  entryClass: string | null,
): string {
  if (entryClass === null || entries === 0) return gainText(newObjects, gained);
  const all = newObjects > entries ? `, ${plural(newObjects, 'object')} with all they hold` : '';
  return `${decimal(entries)} ${entryClass}${all}, ${bytes(gained)}`;
}

// Storage grows without objects where numbers are put into it.
function gainText(newObjects: number, gained: number): string {
  return newObjects === 0 ? `${bytes(gained)} of storage` : `${plural(newObjects, 'object')} (${bytes(gained)})`;
}

function classBlock({ classes, files }: HeapGrowth, { paint }: Layout): string[] {
  if (classes.length === 0) return [];
  const rows = classes.map(({ className, countDeltas, bytesDelta }) => [
    ...countDeltas.map(signed),
    signedBytes(bytesDelta),
    printable(className),
  ]);
  const steps = files.slice(1).map((_, step) => (files.length === 2 ? 'objects' : `step ${step + 1}`));
  const title = paint.bold(`classes with more objects ${inSteps(files)}`);
  return [title, ...columns([...steps, 'bytes', 'class'], rows, paint)];
}

function notes({ files }: HeapGrowth, layout: Layout): string[] {
  if (files.length > 2) return [];
  return [layout.prose('what grew once may have been warming up: a third snapshot, after as much work again, tells')];
}
