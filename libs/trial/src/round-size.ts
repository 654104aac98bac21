// Primes: a class that grows by exact multiples of one is no coincidence.
const primes = [53, 101, 251, 503] as const;
const roundMs = 350;
// A round in which a route has one turn or two compares little.
const turnsPerRoute = 3;
// A heap that stays small is tracked, collected and looked through in no time.
const roundGrowthBytes = 2 * 2 ** 20;

export interface Pace {
  readonly requestsPerSecond: number;
  readonly growthBytesPerRequest: number;
  /** Routes that take turns. */
  readonly routes: number;
}

/**
 * How many requests a round should have, so that it takes about a third of a second and the heap grows by no more than 2 MiB.
 * Where each of many routes needs its turns, it takes longer.
 */
export function roundSize({ requestsPerSecond, growthBytesPerRequest, routes }: Pace): number {
  const turns = primes.find((prime) => prime >= turnsPerRoute * routes) ?? primes.at(-1)!;
  const inTime = Math.max((requestsPerSecond * roundMs) / 1000, turns);
  const inSpace = roundGrowthBytes / Math.max(growthBytesPerRequest, 1);
  return primes.filter((prime) => prime <= Math.min(inTime, inSpace)).at(-1) ?? primes[0];
}
