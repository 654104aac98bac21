import type { Judgement } from './judge-series.ts';
import { median } from './theil-sen.ts';

/** One tracked round: how many objects allocated in it were alive after it, one round later, two rounds later, … */
export interface TrackedRound {
  readonly requests: number;
  readonly objectsByAge: readonly number[];
}

// The newest round always holds what the program needs just now; one round later that is gone.
const youngestAge = 1;
const fewestRounds = 3;

/**
 * Judges by age: objects of a leak stay however old they get, those of a cache go as newer ones push them out, and
 * those of a warm-up come from the first round only. It leaks when each of the older rounds but the first still holds
 * more than `tolerance` objects per request and has lost less than half of them since it was one round old.
 */
export function judgeSurvivors(rounds: readonly TrackedRound[], tolerance: number): Judgement {
  const old = rounds.slice(1).filter(({ objectsByAge }) => objectsByAge.length > youngestAge);
  const kept = old.map(({ requests, objectsByAge }) => objectsByAge.at(-1)! / requests);
  if (old.length < fewestRounds) {
    return { verdict: 'undecided', slopePerRequest: 0, interval: [-Infinity, Infinity], smallestDetectable: tolerance };
  }
  const interval = [Math.min(...kept), Math.max(...kept)] as const;
  const result = { slopePerRequest: median(kept), interval, smallestDetectable: tolerance };
  const fading = old.some(({ objectsByAge }) => objectsByAge.at(-1)! < objectsByAge[youngestAge]! / 2);
  if (interval[0] > tolerance) return { verdict: fading ? 'undecided' : 'leaking', ...result };
  return { verdict: median(kept) <= tolerance || fading ? 'stable' : 'undecided', ...result };
}
