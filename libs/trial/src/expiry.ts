import { setTimeout as delay } from 'node:timers/promises';
import type { Sample } from '@watertight/evidence';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

// What expires by time has a timer; longer ones are not waited for.
export const longestWaitMs = 60_000;
const shortestWaitMs = 1_200;

// A sweep may run every tenth of a second and spare what is younger than half a minute.
const sweptAgeMs = 32_000;

/**
 * How long to wait until what piled up since `sinceMs` has had the time to expire: twice the longest period of a timer that
 * is set, within reason; where the program has a timer that repeats, until the oldest entries are half a minute old.
 */
export async function expiryTime(target: Target, sinceMs: number): Promise<number> {
  const { repeatMs, timeoutMs } = await target.ask('timers', {});
  const periods = [...repeatMs, ...timeoutMs].filter((ms) => ms <= longestWaitMs / 2);
  const forSweeps = repeatMs.length > 0 ? sweptAgeMs - (performance.now() - sinceMs) : 0;
  return Math.max(shortestWaitMs, 2 * Math.max(0, ...periods) + 500, forSweeps);
}

const drainLookMs = 1_000;
const mostDrainMs = 30_000;
const drainedBytes = 32 * 2 ** 10;

/** Waits without load, and on as long as the heap goes on shrinking: a queue of work that is still being done is no leak. */
export async function restAndDrain(target: Target, waitMs: number): Promise<void> {
  await target.orGone(delay(waitMs));
  let before = await heapAtRest(target);
  for (let drainMs = 0; drainMs < mostDrainMs; drainMs += drainLookMs) {
    await target.orGone(delay(drainLookMs));
    const now = await heapAtRest(target);
    if (before - now < drainedBytes) return;
    before = now;
  }
}

/** What is used of the heap now, after a collection. */
export async function heapAtRest(target: Target): Promise<number> {
  return (await target.ask('sample', { settleMs: 0 })).heapUsedBytes;
}

// A table that has grown stays as large as it was, so not all of the growth comes back.
const shareThatStays = 0.25;

/**
 * Waits without load until the youngest entries too may have expired, and answers for how long where what had piled up on the
 * heap went meanwhile; 0 where it stayed. The heap may also fall for reasons of its own, so the same load once more must leave
 * nothing behind either.
 */
export async function waitForExpiry(target: Target, work: Work, samples: readonly Sample[]): Promise<number> {
  const waitMs = await expiryTime(target, performance.now());
  const [first, last] = [samples[0]!, samples.at(-1)!];
  const mayStay = (last.heapUsedBytes - first.heapUsedBytes) * shareThatStays;
  await restAndDrain(target, waitMs);
  const rested = await heapAtRest(target);
  if (rested >= first.heapUsedBytes + mayStay) return 0;
  await work.send(last.requests - first.requests);
  await restAndDrain(target, waitMs);
  return (await heapAtRest(target)) < rested + mayStay ? waitMs : 0;
}
