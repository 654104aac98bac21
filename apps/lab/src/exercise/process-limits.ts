/** What an exercise may take of the machine. */
export interface ProcessLimits {
  readonly heapMegabytes: number;
  readonly rssMegabytes: number;
  /** A process that nobody loads or looks at ends after that. */
  readonly idleMs: number;
  readonly jobMs: number;
}

export const processLimits: ProcessLimits = {
  heapMegabytes: 128,
  rssMegabytes: 512,
  idleMs: 15 * 60_000,
  jobMs: 6 * 60_000,
};

/** Counts the processes that run, so that there are never more than so many. */
export class ProcessBudget {
  readonly #most: number;
  #running = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get running(): number {
    return this.#running;
  }

  /** Takes one; answers what gives it back, or null where all are taken. */
  take(): (() => void) | null {
    if (this.#running >= this.#most) return null;
    this.#running += 1;
    let taken = true;
    return () => {
      if (taken) this.#running -= 1;
      taken = false;
    };
  }
}
