import type { Ordinal } from '../brands.ts';
import { classNameOf } from '../classes.ts';
import { counterpartsIn } from '../growth/counterparts.ts';
import { growingSinks, type GrowingSink, type GrowingSinksOptions } from '../growth/growing-sinks.ts';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { none } from '../paths/preferred-tree.ts';

/** How one class changed between two snapshots; objects are the same where their ids are. */
export interface ClassGrowth {
  readonly className: string;
  readonly addedCount: number;
  readonly removedCount: number;
  readonly addedBytes: number;
  readonly removedBytes: number;
  /** Added less removed. */
  readonly countDelta: number;
  readonly bytesDelta: number;
}

/**
 * What each class gained and lost, the one that gained the most bytes first; classes that did not change are left out.
 *
 * @example
 * import { growthByClass, type HeapSnapshot } from '@watertight/heap-snapshot';
 *
 * const worst = (before: HeapSnapshot, after: HeapSnapshot) => growthByClass(before, after)[0]?.className;
 */
export function growthByClass(before: HeapSnapshot, after: HeapSnapshot): ClassGrowth[] {
  const added = withoutCounterpart(after, before);
  const removed = withoutCounterpart(before, after);
  const nothing = { count: 0, bytes: 0 };
  const growth = [...new Set([...added.keys(), ...removed.keys()])].map((className): ClassGrowth => {
    const { count: addedCount, bytes: addedBytes } = added.get(className) ?? nothing;
    const { count: removedCount, bytes: removedBytes } = removed.get(className) ?? nothing;
    const countDelta = addedCount - removedCount;
    const bytesDelta = addedBytes - removedBytes;
    return { className, addedCount, removedCount, addedBytes, removedBytes, countDelta, bytesDelta };
  });
  return growth.sort((a, b) => b.bytesDelta - a.bytesDelta || b.countDelta - a.countDelta);
}

interface Sum {
  count: number;
  bytes: number;
}

function withoutCounterpart(snapshot: HeapSnapshot, other: HeapSnapshot): Map<string, Sum> {
  const counterpart = counterpartsIn(other, snapshot);
  const { selfSizeBytes, nodeType, nodeName } = snapshot.columns;
  // By type and name first: decoding a name for each of a million nodes would cost seconds.
  const sums = new Map<number, Sum & { readonly sample: Ordinal }>();
  const typeCount = snapshot.columns.nodeTypes.length;
  for (let node = 0; node < snapshot.nodeCount; node += 1) {
    if (counterpart[node] !== none) continue;
    const key = nodeName[node]! * typeCount + nodeType[node]!;
    const sum = sums.get(key) ?? { count: 0, bytes: 0, sample: node as Ordinal };
    sum.count += 1;
    sum.bytes += selfSizeBytes[node]!;
    sums.set(key, sum);
  }
  const byClass = new Map<string, Sum>();
  for (const { count, bytes, sample } of sums.values()) {
    const className = classNameOf(snapshot, sample);
    const sum = byClass.get(className) ?? { count: 0, bytes: 0 };
    byClass.set(className, { count: sum.count + count, bytes: sum.bytes + bytes });
  }
  return byClass;
}

/** A class, or a sink, that grew from each snapshot to the next. */
export interface SteadyGrowth<T> {
  /** One for each step between two snapshots. */
  readonly steps: readonly T[];
}

/**
 * The classes that gained objects in every step of a series: what grew once was warming up, what grows each time leaks.
 *
 * @example
 * import { steadyClassGrowth, type HeapSnapshot } from '@watertight/heap-snapshot';
 *
 * const suspects = (rounds: HeapSnapshot[]) => steadyClassGrowth(rounds).map(({ steps }) => steps[0]?.className);
 */
export function steadyClassGrowth(snapshots: readonly HeapSnapshot[]): SteadyGrowth<ClassGrowth>[] {
  return inEveryStep(
    snapshots,
    (before, after) => growthByClass(before, after).filter(({ countDelta }) => countDelta > 0),
    ({ className }) => className,
  );
}

/**
 * The sinks that gained objects or storage in every step of a series.
 *
 * @example
 * import { steadilyGrowingSinks, type HeapSnapshot } from '@watertight/heap-snapshot';
 *
 * const leaks = (rounds: HeapSnapshot[]) => steadilyGrowingSinks(rounds, { minNewObjects: 100 });
 */
export function steadilyGrowingSinks(
  snapshots: readonly HeapSnapshot[],
  options: GrowingSinksOptions = {},
): SteadyGrowth<GrowingSink>[] {
  return inEveryStep(
    snapshots,
    (before, after) => growingSinks(before, after, options),
    ({ id }) => id,
  );
}

function inEveryStep<T>(
  snapshots: readonly HeapSnapshot[],
  grown: (before: HeapSnapshot, after: HeapSnapshot) => T[],
  keyOf: (growth: T) => unknown,
): SteadyGrowth<T>[] {
  const steps = snapshots.slice(1).map((after, place) => grown(snapshots[place]!, after));
  const lookups = steps.map((step) => new Map(step.map((growth) => [keyOf(growth), growth])));
  // In the order of the last step, which is the one furthest from warming up.
  const last = steps.at(-1) ?? [];
  return last
    .map((growth) => lookups.map((lookup) => lookup.get(keyOf(growth))))
    .filter((found): found is T[] => found.every((growth) => growth !== undefined))
    .map((found) => ({ steps: found }));
}
