import type { Signal } from '@watertight/evidence';
import { heapAtRest } from './expiry.ts';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

/** What still grew in the rounds but no longer by this much between two snapshots has filled up. */
export const restBytesPerRequest = 8;

const requestsPerLook = 503;
const mostLooks = 8;
const shareAtRest = 0.5;

/**
 * Whether the heap stops growing as it did in the rounds, now that something of it has come to rest: the heap has the last
 * word on whether that was all that grew. What is swapped or cleared now and then climbs a while before it falls.
 */
export async function comesToRest(target: Target, work: Work, signals: readonly Signal[]): Promise<boolean> {
  const grew = signals.find(({ name }) => name === 'heap-after-gc')?.slopePerRequest ?? 0;
  const restBytes = requestsPerLook * Math.max(restBytesPerRequest, shareAtRest * grew);
  let before = await heapAtRest(target);
  for (let look = 0; look < mostLooks; look += 1) {
    await work.send(requestsPerLook);
    const after = await heapAtRest(target);
    if (after - before < restBytes) return true;
    before = after;
  }
  return false;
}
