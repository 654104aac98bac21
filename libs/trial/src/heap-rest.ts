import type { Signal } from '@watertight/evidence';
import { heapAtRest, restAndDrain } from './expiry.ts';
import { isNearLimit } from './room.ts';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

/** What still grew in the rounds but no longer by this much between two snapshots has filled up. */
export const restBytesPerRequest = 8;

const requestsPerLook = 503;
// One fall alone, such as that of what the search itself had left, is no rest.
const fewestLooks = 4;
const mostLooks = 8;
const shareAtRest = 0.5;
// What is full only by now stands still in the last looks, not in all of them.
const looksWhenFull = 3;
const shareWhenFull = 0.1;
const settleMs = 100;

interface RestOptions {
  readonly looks?: number;
  /** Whether something piles up under load that the target works off afterwards. */
  readonly drains?: boolean;
}

/**
 * Whether the heap stops growing as it did in the rounds, now that something of it has come to rest: the heap has the last
 * word on whether that was all that grew. What is swapped or cleared now and then climbs a while before it falls; and what
 * `drains` is only gone when the target has had a rest.
 */
export async function comesToRest(
  target: Target,
  work: Work,
  signals: readonly Signal[],
  { looks = mostLooks, drains = false }: RestOptions = {},
): Promise<boolean> {
  const grew = signals.find(({ name }) => name === 'heap-after-gc')?.slopePerRequest ?? 0;
  const atRest = async () => {
    if (drains) await restAndDrain(target, settleMs);
    return heapAtRest(target);
  };
  const seen = [{ requests: 0, heapUsedBytes: await atRest() }];
  const growsLess = (share: number, before: (typeof seen)[number]) => {
    const now = seen.at(-1)!;
    const restBytes = Math.max(restBytesPerRequest, share * grew) * (now.requests - before.requests);
    return now.heapUsedBytes - before.heapUsedBytes < restBytes;
  };
  for (let look = 1; look <= looks; look += 1) {
    const requests = seen.at(-1)!.requests + (await work.send(requestsPerLook));
    if (await isNearLimit(target)) return false;
    seen.push({ requests, heapUsedBytes: await atRest() });
    if (look < fewestLooks) continue;
    if (growsLess(shareAtRest, seen[0]!) || growsLess(shareWhenFull, seen.at(-1 - looksWhenFull)!)) return true;
  }
  return false;
}
