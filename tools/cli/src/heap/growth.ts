import type { HeapGrowth } from '@watertight/evidence';
import {
  kindOfGrowingSink,
  nameOfGrowingSink,
  retainingPath,
  steadilyGrowingSinks,
  steadyClassGrowth,
  type GrowingSink,
  type HeapSnapshot,
  type PathStep,
  type SteadyGrowth,
} from '@watertight/heap-snapshot';
import { refuseOtherProcess } from './one-process.ts';
import { pathLines, type TextOptions } from './object-text.ts';

export interface GrowthOptions extends TextOptions {
  readonly top: number;
  /** The fewest new objects in one step that make a sink. */
  readonly minObjects?: number;
}

/** The long-lived objects in which others pile up from each snapshot to the next. */
export function growthOf(
  files: readonly string[],
  snapshots: readonly HeapSnapshot[],
  options: GrowthOptions,
): HeapGrowth {
  refuseOtherProcess(files, snapshots);
  const { top, minObjects } = options;
  const last = snapshots.at(-1)!;
  const found = steadilyGrowingSinks(snapshots, minObjects === undefined ? {} : { minNewObjects: minObjects });
  const sinks = found.map((growth) => describeSink(last, growth, options)).sort((a, b) => b.bytes - a.bytes);
  return {
    schemaVersion: 1,
    files: [...files],
    verdict: sinks.length > 0 ? 'growing' : 'stable',
    sinkCount: sinks.length,
    sinks: sinks.slice(0, top),
    classes: steadyClassGrowth(snapshots)
      .slice(0, top)
      .map(({ steps }) => ({
        className: steps[0]!.className,
        countDeltas: steps.map(({ countDelta }) => countDelta),
        bytesDelta: steps.reduce((sum, { bytesDelta }) => sum + bytesDelta, 0),
      })),
  };
}

function describeSink(
  snapshot: HeapSnapshot,
  { steps }: SteadyGrowth<GrowingSink>,
  options: TextOptions,
): HeapGrowth['sinks'][number] {
  // The last one: ordinals in it are those of the snapshot that is described.
  const sink = steps.at(-1)!;
  const path = retainingPath(snapshot, sink.ordinal);
  const gains = steps.map((step) => ({
    entries: step.entryClass?.count ?? 0,
    newObjects: step.newObjects,
    bytes: step.newBytes + step.backingGrowthBytes,
  }));
  return {
    id: sink.id,
    name: nameOfGrowingSink(sink, path),
    kind: kindOfGrowingSink(sink),
    entryClass: sink.entryClass?.name ?? null,
    newObjects: gains.reduce((sum, { newObjects }) => sum + newObjects, 0),
    bytes: gains.reduce((sum, { bytes }) => sum + bytes, 0),
    steps: gains,
    retainingPath: pathLines(snapshot, pathToEntry(snapshot, sink, path), options),
  };
}

// What piles up may also be reached by another way, which would not show the sink.
function pathToEntry(snapshot: HeapSnapshot, sink: GrowingSink, path: readonly PathStep[]): readonly PathStep[] {
  if (sink.sampleEntryOrdinal === null) return path;
  const entryPath = retainingPath(snapshot, sink.sampleEntryOrdinal);
  return entryPath.some(({ node }) => node.ordinal === sink.ordinal) ? entryPath : path;
}
