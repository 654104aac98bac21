import { setTimeout as delay } from 'node:timers/promises';
import type { Signal } from '@watertight/evidence';
import { judgeSurvivors, type TrackedRound } from '@watertight/growth';
import { expiryTime } from './expiry.ts';
import { toSignal } from './memory-rounds.ts';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

export interface SurvivorRounds {
  readonly rounds: readonly TrackedRound[];
  readonly signal: Signal;
  /** How long it waited for entries to expire; 0 where nothing was suspected. */
  readonly waitedMs: number;
}

const tolerance = 0.2;
const fewestBlocks = 6;
const mostBlocks = 14;
const settleMs = 30;

/**
 * Blocks of load under object tracking: exact counts of what survives, by age. On suspicion it waits until every
 * timer of the program has had its turn, because entries that expire by time look like a leak until they do.
 */
export async function survivorRounds(
  target: Target,
  work: Work,
  requestsPerRound: number,
  onProgress: (message: string) => void,
): Promise<SurvivorRounds> {
  const tracker = new Tracker(target, work, requestsPerRound);
  let waitedMs = 0;
  await target.ask('track-start', {});
  try {
    await tracker.addBlocksUntil(
      (blocks, verdict) => blocks >= fewestBlocks && (verdict !== 'undecided' || blocks >= mostBlocks),
    );
    if (tracker.verdict === 'leaking') {
      waitedMs = await expiryTime(target);
      onProgress(`waiting ${(waitedMs / 1000).toFixed(0)} s for what expires by time`);
      await target.orGone(delay(waitedMs));
      const before = tracker.blocks;
      await tracker.addBlocksUntil((blocks) => blocks >= before + 2);
    }
  } finally {
    await target.ask('track-stop', {});
  }
  return { ...tracker.result(), waitedMs };
}

class Tracker {
  readonly #target: Target;
  readonly #work: Work;
  readonly #requests: number;
  readonly #ages: number[][] = [];

  constructor(target: Target, work: Work, requests: number) {
    this.#target = target;
    this.#work = work;
    this.#requests = requests;
  }

  get blocks(): number {
    return this.#ages.length;
  }

  get verdict() {
    return judgeSurvivors(this.#rounds(), tolerance).verdict;
  }

  async addBlocksUntil(enough: (blocks: number, verdict: string) => boolean): Promise<void> {
    while (!enough(this.blocks, this.verdict)) {
      await this.#work.send(this.#requests);
      const { alive } = await this.#target.ask('track-mark', { settleMs });
      this.#ages.push([]);
      alive.forEach((objects, block) => this.#ages[block]!.push(objects));
    }
  }

  result(): Omit<SurvivorRounds, 'waitedMs'> {
    const rounds = this.#rounds();
    return { rounds, signal: toSignal('survivors', 'objects', judgeSurvivors(rounds, tolerance)) };
  }

  #rounds(): TrackedRound[] {
    return this.#ages.map((objectsByAge) => ({ requests: this.#requests, objectsByAge }));
  }
}
