import { drawHeap, type Drawing, type DrawingOptions } from '@watertight/heap-snapshot-testing';
import type { Ordinal } from '../brands.ts';
import { dominatorsOf } from '../graph/dominators.ts';
import { distancesOf } from '../graph/distances.ts';
import { retainedSizesOf } from '../graph/retained-sizes.ts';
import { retainersOf } from '../graph/retainers.ts';
import { shallowSizesOf } from '../graph/shallow-sizes.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { parseSnapshot } from '../parse/snapshot-parser.ts';

/** A drawn heap that was written and read again, asked by the names of the drawing. */
export interface ReadDrawing {
  readonly snapshot: HeapSnapshot;
  readonly names: readonly string[];
  readonly ordinalOf: (name: string) => Ordinal;
  readonly dominatorOf: (name: string) => string;
  readonly retainedBytes: (name: string) => number;
  readonly shallowBytes: (name: string) => number;
  readonly distanceOf: (name: string) => number;
  readonly retainersOf: (name: string) => string[];
}

/** Draws a heap, reads it, and names the answers. */
export function readDrawing(drawing: Drawing, options?: DrawingOptions): ReadDrawing {
  const drawn = drawHeap(drawing, options);
  const snapshot = parseSnapshot([drawn.bytes]);
  const ordinalOf = (name: string): Ordinal => drawn.ordinalOf(name) as Ordinal;
  const nameOf = (ordinal: number): string => drawn.names[ordinal]!;
  return {
    snapshot,
    names: drawn.names,
    ordinalOf,
    dominatorOf: (name) => nameOf(dominatorsOf(snapshot).immediateDominator[ordinalOf(name)]!),
    retainedBytes: (name) => retainedSizesOf(snapshot)[ordinalOf(name)]!,
    shallowBytes: (name) => shallowSizesOf(snapshot)[ordinalOf(name)]!,
    distanceOf: (name) => distancesOf(snapshot).distance[ordinalOf(name)]!,
    retainersOf: (name) => {
      const { first, node } = retainersOf(snapshot);
      return [...node.subarray(first[ordinalOf(name)], first[ordinalOf(name) + 1])].map(nameOf);
    },
  };
}
