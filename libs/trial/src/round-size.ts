// Primes: a class that grows by exact multiples of one is no coincidence.
const primes = [53, 101, 251, 503] as const;
const roundMs = 350;

/** How many requests a round should have, so that it takes about a third of a second at the speed seen so far. */
export function roundSize(requestsPerSecond: number): number {
  const affordable = (requestsPerSecond * roundMs) / 1000;
  return primes.filter((prime) => prime <= affordable).at(-1) ?? primes[0];
}
