import type { HeapDiff } from '@watertight/evidence';
import { growthByClass, type ClassGrowth, type HeapSnapshot } from '@watertight/heap-snapshot';
import { refuseOtherProcess } from './one-process.ts';

export const diffOrders = ['bytes', 'objects'] as const;
export type DiffOrder = (typeof diffOrders)[number];

export interface DiffOptions {
  readonly top: number;
  readonly by: DiffOrder;
}

/** What each class gained and lost; objects are the same where their ids are. */
export function diffOf(
  [before, after]: readonly [HeapSnapshot, HeapSnapshot],
  [beforeFile, afterFile]: readonly [string, string],
  { top, by }: DiffOptions,
): HeapDiff {
  refuseOtherProcess([beforeFile, afterFile], [before, after]);
  const classes = growthByClass(before, after);
  const sum = (field: Exclude<keyof ClassGrowth, 'className'>) => classes.reduce((total, row) => total + row[field], 0);
  const ordered = by === 'bytes' ? classes : classes.toSorted((a, b) => b.countDelta - a.countDelta);
  return {
    schemaVersion: 1,
    before: beforeFile,
    after: afterFile,
    addedCount: sum('addedCount'),
    removedCount: sum('removedCount'),
    bytesDelta: sum('bytesDelta'),
    classCount: classes.length,
    classes: ordered.slice(0, top),
  };
}
