import { AllocationError } from './allocation-error.ts';
import { groupOfFrame, groupOfStack, type Group, type GroupBy } from './group-by.ts';
import type { AllocationFrame, AllocationTrace, Precision } from './traces.ts';

/** What one line, function, file, package or stack has allocated and still keeps. */
export interface Statistic {
  readonly name: string;
  readonly bytes: number;
  readonly count: number;
  /** `function` where some of it is known no better than by the function around it. */
  readonly precision: Precision;
  /** A frame of the group, for what else is to be known of it. */
  readonly frame: AllocationFrame;
}

/** A statistic with what it has gained since an older snapshot. */
export interface StatisticDifference extends Statistic {
  readonly bytesGained: number;
  readonly countGained: number;
}

/** Largest first. A cumulative statistic counts for every group of a stack what its innermost call allocated. */
export function statisticsOf(traces: readonly AllocationTrace[], groupBy: GroupBy, cumulative: boolean): Statistic[] {
  return [...groups(traces, groupBy, cumulative).values()].map(rounded).sort(bySize);
}

/** What each group has gained, the largest change first; what is gone has no bytes any more. */
export function differencesOf(
  newer: readonly AllocationTrace[],
  older: readonly AllocationTrace[],
  groupBy: GroupBy,
  cumulative: boolean,
): StatisticDifference[] {
  const now = groups(newer, groupBy, cumulative);
  const before = groups(older, groupBy, cumulative);
  const differences = [...new Set([...now.keys(), ...before.keys()])].map((key) =>
    difference(now.get(key), before.get(key)),
  );
  return differences.sort(
    (a, b) =>
      Math.abs(b.bytesGained) - Math.abs(a.bytesGained) ||
      b.bytes - a.bytes ||
      Math.abs(b.countGained) - Math.abs(a.countGained) ||
      bySize(a, b),
  );
}

function difference(now: Statistic | undefined, before: Statistic | undefined): StatisticDifference {
  const group = (now ?? before)!;
  const { bytes, count } = rounded(now ?? { ...group, bytes: 0, count: 0 });
  const old = before ? rounded(before) : { bytes: 0, count: 0 };
  return { ...group, bytes, count, bytesGained: bytes - old.bytes, countGained: count - old.count };
}

function groups(traces: readonly AllocationTrace[], groupBy: GroupBy, cumulative: boolean): Map<string, Statistic> {
  if (cumulative && groupBy === 'stack') {
    throw new AllocationError(
      'CUMULATIVE_STACK',
      "expected 'line', 'function', 'file' or 'package' for a cumulative statistic, got 'stack'",
    );
  }
  const sums = new Map<string, Statistic>();
  for (const { frames, bytes, count } of traces) {
    for (const [{ key, name, precision }, frame] of groupsOf(frames, groupBy, cumulative)) {
      const known = sums.get(key);
      sums.set(key, {
        name,
        frame: known?.frame ?? frame,
        precision: known?.precision === 'function' ? 'function' : precision,
        bytes: bytes + (known?.bytes ?? 0),
        count: count + (known?.count ?? 0),
      });
    }
  }
  return sums;
}

function groupsOf(
  frames: readonly AllocationFrame[],
  groupBy: GroupBy,
  cumulative: boolean,
): Iterable<readonly [Group, AllocationFrame]> {
  const [innermost] = frames;
  if (!innermost) return [];
  if (groupBy === 'stack') return [[groupOfStack(frames), innermost]];
  if (!cumulative) return [[groupOfFrame(innermost, groupBy), innermost]];
  // A recursive function is one group of its stack, however often it is on it.
  const distinct = new Map<string, readonly [Group, AllocationFrame]>();
  for (const frame of frames) {
    const group = groupOfFrame(frame, groupBy);
    if (!distinct.has(group.key)) distinct.set(group.key, [group, frame]);
  }
  return distinct.values();
}

// Samples stand for whole objects on average only.
function rounded<Kind extends Statistic>(statistic: Kind): Kind {
  return { ...statistic, bytes: Math.round(statistic.bytes), count: Math.round(statistic.count) };
}

function bySize(a: Statistic, b: Statistic): number {
  return b.bytes - a.bytes || b.count - a.count || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}
