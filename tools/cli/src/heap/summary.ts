import type { HeapPlace, HeapSummary } from '@watertight/evidence';
import {
  accumulationPoints,
  aggregatesByClass,
  aggregatesByPackage,
  instancesOf,
  largestObjects,
  retainingPath,
  sourceOf,
  type ClassAggregate,
  type HeapSnapshot,
  type Ordinal,
} from '@watertight/heap-snapshot';
import { describeObject, pathLines, placeOf, type TextOptions } from './object-text.ts';

export interface SummaryOptions extends TextOptions {
  readonly top: number;
}

/** How much is in a heap, of what, and what holds the most of it. */
export function summaryOf(file: string, snapshot: HeapSnapshot, options: SummaryOptions): HeapSummary {
  const withPath = (ordinal: Ordinal) => ({
    ...describeObject(snapshot, ordinal, options),
    retainingPath: pathLines(snapshot, retainingPath(snapshot, ordinal), options),
  });
  const classes = aggregatesByClass(snapshot, { onlyWithBytes: true });
  return {
    schemaVersion: 1,
    file,
    objects: snapshot.nodeCount,
    references: snapshot.edgeCount,
    bytes: snapshot.columns.selfSizeBytes.reduce((sum, bytes) => sum + bytes, 0),
    classCount: classes.length,
    classes: classes
      .toSorted((a, b) => b.shallowBytes - a.shallowBytes)
      .slice(0, options.top)
      .map((aggregate) => ({
        className: aggregate.className,
        count: aggregate.count,
        shallowBytes: aggregate.shallowBytes,
        retainedBytes: aggregate.retainedBytes,
        source: placeOfClass(snapshot, aggregate),
      })),
    accumulations: accumulationPoints(snapshot).map(withPath),
    largest: largestObjects(snapshot, options.top).map(withPath),
    packages: aggregatesByPackage(snapshot).slice(0, options.top),
  };
}

// A class knows the number of its script only; any of its instances knows the script's name.
function placeOfClass(snapshot: HeapSnapshot, { className, location }: ClassAggregate): HeapPlace | null {
  if (location === null) return null;
  const sources = instancesOf(snapshot, className).map((ordinal) => sourceOf(snapshot, ordinal));
  const source = sources.find((found) => found?.scriptId === location.scriptId && found.line === location.line);
  return placeOf(source ?? { ...location, scriptName: null });
}
