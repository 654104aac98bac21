// Primes: a class that grows by exact multiples of one is no coincidence.
const primes = [53, 101, 251, 503] as const;
const roundMs = 350;
// A heap that stays small is tracked, collected and looked through in no time.
const roundGrowthBytes = 2 * 2 ** 20;

export interface Pace {
  readonly requestsPerSecond: number;
  readonly growthBytesPerRequest: number;
}

/** How many requests a round should have, so that it takes about a third of a second and the heap grows by no more than 2 MiB. */
export function roundSize({ requestsPerSecond, growthBytesPerRequest }: Pace): number {
  const inTime = (requestsPerSecond * roundMs) / 1000;
  const inSpace = roundGrowthBytes / Math.max(growthBytesPerRequest, 1);
  return primes.filter((prime) => prime <= Math.min(inTime, inSpace)).at(-1) ?? primes[0];
}
