import { PerformanceObserver, constants } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

/** The most that was alive at once: it is looked at whenever the whole heap was collected. */
export class Peak {
  readonly #baselineBytes = usedBytes();
  readonly #observer: PerformanceObserver;
  #peakBytes = 0;

  constructor() {
    this.#observer = new PerformanceObserver((list) => {
      if (list.getEntries().some(isWhole)) this.note(usedBytes() - this.#baselineBytes);
    });
    this.#observer.observe({ entryTypes: ['gc'] });
  }

  get bytes(): number {
    return this.#peakBytes;
  }

  note(aliveBytes: number): void {
    this.#peakBytes = Math.max(this.#peakBytes, aliveBytes);
  }

  reset(): void {
    this.#peakBytes = 0;
  }

  close(): void {
    this.#observer.disconnect();
  }
}

const usedBytes = () => getHeapStatistics().used_heap_size;

// Its `detail` is missing in the types.
function isWhole(entry: object): boolean {
  return (entry as { detail?: { kind?: number } }).detail?.kind === constants.NODE_PERFORMANCE_GC_MAJOR;
}
