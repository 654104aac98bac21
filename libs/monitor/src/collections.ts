import { constants, PerformanceObserver } from 'node:perf_hooks';
import { GCProfiler } from 'node:v8';
import { Ring } from './ring.ts';

/** `minor` collects the youngest objects only, `major` all; the others are parts of a major one. */
export type CollectionKind = 'minor' | 'major' | 'incremental' | 'weak-callbacks';

/** One run of the garbage collector. */
export interface Collection {
  /** When it began, in milliseconds since 1970. */
  readonly atMs: number;
  readonly kind: CollectionKind;
  /** How long the program stood still. */
  readonly pauseMs: number;
  /** By how much the used heap shrank; null where it could not be told. */
  readonly freedBytes: number | null;
  /** Whether somebody asked for it. */
  readonly forced: boolean;
}

export interface CollectionTotals {
  readonly count: number;
  readonly pauseMs: number;
  readonly longestPauseMs: number;
  readonly freedBytes: number;
}

export type TotalsByKind = Readonly<Record<CollectionKind, CollectionTotals>>;

type Statistic = ReturnType<GCProfiler['stop']>['statistics'][number];
type Entry = { readonly startTime: number; readonly duration: number; readonly detail?: unknown };

const kinds: Readonly<Record<number, CollectionKind>> = {
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  // A minor collection by another method.
  2: 'minor',
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weak-callbacks',
};

const kindOfStatistic: Readonly<Record<string, CollectionKind>> = {
  Scavenge: 'minor',
  MinorMarkCompact: 'minor',
  MinorMarkSweep: 'minor',
  MarkSweepCompact: 'major',
  IncrementalMarking: 'incremental',
  ProcessWeakCallbacks: 'weak-callbacks',
};

const mostPending = 1000;

/**
 * Follows the collector. Two parts of Node tell of the same collections in the same order: the observer when and how
 * long, later; the profiler the heap before and after, at once.
 */
export class CollectionWatch {
  readonly #ring: Ring<Collection>;
  readonly #observer: PerformanceObserver;
  readonly #totals = { minor: none(), major: none(), incremental: none(), 'weak-callbacks': none() };
  #profiler = new GCProfiler();
  #pending: Statistic[] = [];

  constructor(capacity: number) {
    this.#ring = new Ring(capacity);
    this.#observer = new PerformanceObserver((list) => {
      this.drain();
      for (const entry of list.getEntries() as Entry[]) this.#note(entry);
    });
    this.#observer.observe({ entryTypes: ['gc'] });
    this.#profiler.start();
  }

  /** Oldest first. */
  get collections(): Collection[] {
    return this.#ring.toArray();
  }

  get totals(): TotalsByKind {
    return structuredClone(this.#totals);
  }

  /** The profiler gathers until it is stopped: emptied from time to time, it stays small. */
  drain(): void {
    this.#pending.push(...this.#profiler.stop().statistics);
    if (this.#pending.length > mostPending) this.#pending = this.#pending.slice(-mostPending);
    this.#profiler = new GCProfiler();
    this.#profiler.start();
  }

  stop(): void {
    this.#observer.disconnect();
    this.#profiler.stop();
    this.#pending = [];
  }

  #note({ startTime, duration, detail }: Entry): void {
    const { kind: kindNumber, flags } = detail as { kind: number; flags: number };
    const kind = kinds[kindNumber];
    if (!kind) return;
    const freedBytes = this.#freedBy(kind);
    const forced = (flags & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) !== 0;
    this.#ring.push({ atMs: performance.timeOrigin + startTime, kind, pauseMs: duration, freedBytes, forced });
    const totals = this.#totals[kind];
    totals.count += 1;
    totals.pauseMs += duration;
    totals.longestPauseMs = Math.max(totals.longestPauseMs, duration);
    // What a collection moves may take more room than what it frees; a total never falls.
    totals.freedBytes += Math.max(0, freedBytes ?? 0);
  }

  #freedBy(kind: CollectionKind): number | null {
    const at = this.#pending.findIndex(({ gcType }) => kindOfStatistic[gcType] === kind);
    if (at < 0) return null;
    const { beforeGC, afterGC } = this.#pending[at]!;
    this.#pending.splice(0, at + 1);
    return beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize;
  }
}

function none() {
  return { count: 0, pauseMs: 0, longestPauseMs: 0, freedBytes: 0 };
}
