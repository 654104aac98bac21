import { filterTraces, type TraceFilter } from './filter-traces.ts';
import type { GroupBy } from './group-by.ts';
import { differencesOf, statisticsOf, type Statistic, type StatisticDifference } from './statistics.ts';
import type { AllocationTrace } from './traces.ts';

/**
 * What was allocated since tracing began and is still alive, by the calls that allocated it.
 *
 * @example
 * import { formatStatistic, type AllocationSnapshot } from '@watertight/allocation-profile';
 *
 * export function growth(before: AllocationSnapshot, after: AllocationSnapshot): string[] {
 *   return after.compareTo(before, 'line').slice(0, 10).map(formatStatistic);
 * }
 */
export class AllocationSnapshot {
  readonly traces: readonly AllocationTrace[];
  /** Bytes between two samples on average: 1 where every allocation was seen. */
  readonly intervalBytes: number;

  constructor({ traces, intervalBytes }: { traces: readonly AllocationTrace[]; intervalBytes: number }) {
    this.traces = traces;
    this.intervalBytes = intervalBytes;
  }

  get totalBytes(): number {
    return this.traces.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Added up by group, the largest first; cumulative ones count every call of a stack, not only the innermost. */
  statistics(groupBy: GroupBy, cumulative = false): Statistic[] {
    return statisticsOf(this.traces, groupBy, cumulative);
  }

  /** What each group has gained since the older snapshot, the largest change first. */
  compareTo(older: AllocationSnapshot, groupBy: GroupBy, cumulative = false): StatisticDifference[] {
    return differencesOf(this.traces, older.traces, groupBy, cumulative);
  }

  /** The same without the traces that the filters leave out. */
  filterTraces(filters: readonly TraceFilter[]): AllocationSnapshot {
    return new AllocationSnapshot({ traces: filterTraces(this.traces, filters), intervalBytes: this.intervalBytes });
  }
}
