import { setTimeout as delay } from 'node:timers/promises';
import type { Signal } from '@watertight/evidence';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

/** How many requests are sent, of which none may be left. */
export const watchedRequests = 53;

/**
 * Requests and responses must be gone once they are closed. What stays in two rounds is retained by someone, even
 * if it is one object that is replaced again and again and so never grows. With `waitMs` they may also expire by time.
 */
export async function watchedRounds(target: Target, work: Work, waitMs = 0): Promise<Signal> {
  const shares: number[] = [];
  for (let round = 0; round < 2; round += 1) {
    await target.ask('watch-start', {});
    await work.send(watchedRequests);
    if (waitMs > 0) await target.orGone(delay(waitMs));
    const { requests, alive } = await target.ask('watch-stop', {});
    shares.push(alive / Math.max(requests, 1));
  }
  const least = Math.min(...shares);
  const round = (share: number) => Number(share.toPrecision(4));
  return {
    name: 'watched-objects',
    verdict: least > 0 ? 'leaking' : 'stable',
    slopePerRequest: round(least),
    interval: [round(least), round(Math.max(...shares))],
    unit: 'objects',
    smallestDetectable: round(1 / watchedRequests),
    ...(least > 0 && { reason: `requests or responses are still reachable after they were closed` }),
  };
}
