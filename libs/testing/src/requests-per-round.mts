const rounds = 8;
const fewest = 53;

/** How many requests a round has where so many are wanted in all: a prime, so that exact multiples of it are no coincidence. */
export function requestsPerRound(requests: number): number {
  let count = Math.max(fewest, Math.floor(requests / rounds));
  while (!isPrime(count)) count -= 1;
  return count;
}

function isPrime(count: number): boolean {
  for (let divisor = 2; divisor * divisor <= count; divisor += 1) if (count % divisor === 0) return false;
  return true;
}
