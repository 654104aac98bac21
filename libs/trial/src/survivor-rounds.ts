import type { Signal } from '@watertight/evidence';
import { judgeSurvivors, type TrackedRound } from '@watertight/growth';
import { expiryTime, longestWaitMs, restAndDrain } from './expiry.ts';
import { toSignal } from './memory-rounds.ts';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

export interface SurvivorRounds {
  readonly rounds: readonly TrackedRound[];
  readonly signal: Signal;
  /** How old the oldest objects were when it had waited for them to expire; 0 where nothing was suspected. */
  readonly waitedMs: number;
  /** After how many requests newer objects had pushed out those of the first block; 0 where nothing was suspected or they stayed. */
  readonly pushedOutAfterRequests: number;
}

const tolerance = 0.2;
const fewestBlocks = 6;
const mostBlocks = 14;
const mostBlocksOfCaches = 40;
const settleMs = 30;
// A block takes a third of a second without tracking and a second at most with it. Where one walk of the heap takes longer than
// V8 waits for the next, every turn of the event loop costs a walk: from there on tracking is of no use.
const longestBlockMs = 2_000;
// Of a block that takes long anyhow: somebody else drives it, or the machine is busy.
const mostSlowdown = 5;

/**
 * Blocks of load under object tracking: exact counts of what survives, by age. On suspicion it waits until every
 * timer of the program has had its turn, because entries that expire by time look like a leak until they do. Null where
 * tracking would take too long.
 */
export async function survivorRounds(
  target: Target,
  work: Work,
  requestsPerRound: number,
  onProgress: (message: string) => void,
): Promise<SurvivorRounds | null> {
  const tracker = new Tracker(target, work, requestsPerRound);
  let waitedMs = 0;
  let pushedOutAfterRequests = 0;
  await target.ask('track-start', {});
  try {
    const started = performance.now();
    const longestMs = Math.max(longestBlockMs, mostSlowdown * work.lastBlockMs);
    await tracker.addBlocksUntil((blocks) => blocks >= 1);
    if (performance.now() - started > longestMs) return null;
    await tracker.addBlocksUntil(
      (blocks, verdict) => blocks >= fewestBlocks && (verdict !== 'undecided' || blocks >= mostBlocks),
    );
    let waitMs = tracker.verdict === 'leaking' ? await expiryTime(target, tracker.sinceMs) : 0;
    while (waitMs > 0) {
      onProgress(`waiting ${(waitMs / 1000).toFixed(0)} s for what expires by time`);
      await restAndDrain(target, waitMs);
      waitedMs = performance.now() - tracker.sinceMs;
      const before = tracker.blocks;
      await tracker.addBlocksUntil((blocks) => blocks >= before + 2);
      if (tracker.hasLostFirst && pushedOutAfterRequests === 0) {
        // Newer entries may have pushed them out: the same load once more is sooner done than a longer wait.
        const age = tracker.blocks - 1;
        const enough = Math.min(2 * tracker.blocks, mostBlocksOfCaches);
        await tracker.addBlocksUntil((blocks, verdict) => blocks >= enough || verdict === 'stable');
        if (tracker.verdict === 'stable') pushedOutAfterRequests = age * requestsPerRound;
      }
      waitMs = tracker.longerWaitMs(waitedMs);
    }
  } finally {
    await target.ask('track-stop', {});
  }
  return { ...tracker.result(), waitedMs, pushedOutAfterRequests };
}

class Tracker {
  readonly #target: Target;
  readonly #work: Work;
  readonly #requests: number;
  readonly #served: number[] = [];
  readonly #ages: number[][] = [];
  readonly #endedAtMs: number[] = [];

  constructor(target: Target, work: Work, requests: number) {
    this.#target = target;
    this.#work = work;
    this.#requests = requests;
  }

  get blocks(): number {
    return this.#ages.length;
  }

  /** When the first block had ended. */
  get sinceMs(): number {
    return this.#endedAtMs[0] ?? performance.now();
  }

  get verdict() {
    return judgeSurvivors(this.#rounds(), tolerance).verdict;
  }

  async addBlocksUntil(enough: (blocks: number, verdict: string) => boolean): Promise<void> {
    while (!enough(this.blocks, this.verdict)) {
      this.#served.push(await this.#work.send(this.#requests));
      const { alive } = await this.#target.ask('track-mark', { settleMs });
      this.#endedAtMs.push(performance.now());
      this.#ages.push([]);
      alive.forEach((objects, block) => this.#ages[block]!.push(objects));
    }
  }

  /**
   * Whether what looks like a leak has gone where it is oldest. The first block also holds what the warm-up left, so that
   * losing half of it says nothing: it must hold less than the others do.
   */
  get hasLostFirst(): boolean {
    const [first = [], ...others] = this.#ages;
    if (this.verdict !== 'leaking' || first.length < 3) return false;
    const least = Math.min(...others.filter(({ length }) => length > 1).map((alive) => alive.at(-1)!));
    return first.at(-1)! < Math.min(first[1]!, least) / 2;
  }

  /** How long to wait once more: what a timer checks often may still expire late. 0 where nothing goes, or where it was waited for as long. */
  longerWaitMs(waitedMs: number): number {
    if (!this.hasLostFirst) return 0;
    const livedMs = Math.min(longestWaitMs, performance.now() - this.sinceMs);
    return livedMs > waitedMs ? livedMs * 1.2 : 0;
  }

  result(): Pick<SurvivorRounds, 'rounds' | 'signal'> {
    const rounds = this.#rounds();
    return { rounds, signal: toSignal('survivors', 'objects', judgeSurvivors(rounds, tolerance)) };
  }

  #rounds(): TrackedRound[] {
    return this.#ages.map((objectsByAge, block) => ({ requests: this.#served[block]!, objectsByAge }));
  }
}
