import { heapAtRest } from './expiry.ts';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

// The rest is for the collector, which gives up long before the last byte is taken, for the snapshots, and for what the
// program does besides.
const shareToPlan = 0.55;
const shareNearLimit = 0.7;
const shareOfAvailable = 0.5;

// The limit is that of old objects and three times that of a half of the young ones, which is usually so large.
const youngBytes = 3 * 16 * 2 ** 20;

// What a trial sends after its warm-up, without the search for bounds, which stops by itself.
const requestsOfTrial = 3_000;
const firstBlock = 11;
const usualBlock = 150;
const smallestBlock = 5;
// The first blocks fill what is filled once: what the heap gains in later ones is the leak.
const fewestBlocks = 5;

/** How many bytes more the target may hold before its heap, its machine or its container is full. */
async function roomBytes(target: Target, shareOfHeap = shareToPlan): Promise<number> {
  const { heapUsedBytes, heapLimitBytes, availableBytes } = await target.ask('limits', {});
  const oldBytes = Math.max(heapLimitBytes - youngBytes, heapLimitBytes / 2);
  return Math.min(shareOfHeap * oldBytes - heapUsedBytes, shareOfAvailable * availableBytes);
}

/** Whether the target will run out of memory if the load goes on as it did. */
export async function isNearLimit(target: Target): Promise<boolean> {
  if ((await roomBytes(target, shareNearLimit)) > 0) return false;
  // It may be garbage.
  await heapAtRest(target);
  return (await roomBytes(target, shareNearLimit)) <= 0;
}

/**
 * Sends so many requests, or fewer where the heap grows so fast that it would soon be full; answers which part of its usual
 * load the trial can afford then, 1 where all of it.
 */
export async function warmUpWithin(target: Target, work: Work, requests: number): Promise<number> {
  let sent = 0;
  let share = 1;
  let block = firstBlock;
  let before = await heapUsed(target);
  for (let blocks = 1; sent < requests; blocks += 1) {
    const served = await work.send(Math.min(block, requests - sent));
    sent += served;
    const affordableAt = async (used: number) => ((await roomBytes(target)) * served) / Math.max(used - before, 1);
    let now = await heapUsed(target);
    let affordable = await affordableAt(now);
    if (affordable < requestsOfTrial) {
      // Most of it may be garbage; to collect that takes time, and most targets have room for it.
      now = await heapAtRest(target);
      affordable = await affordableAt(now);
    }
    share = Math.min(1, affordable / requestsOfTrial);
    if (share < 1 && blocks >= fewestBlocks) break;
    block = Math.round(Math.min(usualBlock, Math.max(smallestBlock, affordable / 10)));
    before = now;
  }
  return share;
}

const heapUsed = async (target: Target) => (await target.ask('limits', {})).heapUsedBytes;
