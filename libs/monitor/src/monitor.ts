import { CollectionWatch, type Collection } from './collections.ts';
import { Ring } from './ring.ts';
import { takeSample, type MonitorSample } from './sample.ts';
import { summarize, type MonitorSummary } from './summarize.ts';

export interface MonitorOptions {
  /** Time between two samples; a second unless told. */
  readonly intervalMs?: number;
  /** Samples to keep, and collections; 600 of each unless told. The oldest go first. */
  readonly capacity?: number;
}

export interface Monitor {
  /** The samples that are kept, oldest first. */
  series(): MonitorSample[];
  /** The collections that are kept, oldest first. */
  collections(): Collection[];
  /** Over the samples that are kept; collections are counted since the monitor began. */
  summary(): MonitorSummary;
  /** Ends it; what was seen stays to be asked for. */
  stop(): void;
}

/**
 * Follows memory and garbage collection of this thread, and keeps nothing alive: neither the process nor more than
 * `capacity` samples.
 *
 * @throws {RangeError} where the interval or the capacity is none
 * @example
 * import { startMonitor } from '@watertight/monitor';
 *
 * const monitor = startMonitor({ intervalMs: 5_000, capacity: 720 });
 * process.on('SIGUSR2', () => console.log(monitor.summary().heapUsedBytes));
 */
export function startMonitor({ intervalMs = 1000, capacity = 600 }: MonitorOptions = {}): Monitor {
  requireAtLeast('intervalMs', intervalMs, 10);
  requireAtLeast('capacity', capacity, 1);
  const samples = new Ring<MonitorSample>(Math.floor(capacity));
  const watch = new CollectionWatch(Math.floor(capacity));
  const startedMs = performance.now();
  let endedMs: number | undefined;
  const look = () => {
    watch.drain();
    samples.push(takeSample());
  };
  look();
  const timer = setInterval(look, intervalMs).unref();
  return {
    series: () => samples.toArray(),
    collections: () => watch.collections,
    summary: () => summarize(samples.toArray(), watch.totals, (endedMs ?? performance.now()) - startedMs),
    stop() {
      if (endedMs !== undefined) return;
      endedMs = performance.now();
      clearInterval(timer);
      watch.stop();
    },
  };
}

function requireAtLeast(name: string, value: number, least: number): void {
  // A number that is none is not at least anything.
  if (!(value >= least)) throw new RangeError(`expected ${name} of at least ${least}, got ${value}`);
}
