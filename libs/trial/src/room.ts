import type { MemoryLimits } from '@watertight/agent';
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
function roomIn({ heapUsedBytes, heapLimitBytes, availableBytes }: MemoryLimits, shareOfHeap: number): number {
  const oldBytes = Math.max(heapLimitBytes - youngBytes, heapLimitBytes / 2);
  return Math.min(shareOfHeap * oldBytes - heapUsedBytes, shareOfAvailable * availableBytes);
}

/** Whether the target will run out of memory if the load goes on as it did. */
export async function isNearLimit(target: Target): Promise<boolean> {
  if (roomIn(await target.ask('limits', {}), shareNearLimit) > 0) return false;
  // It may be garbage.
  return roomIn(await limitsAtRest(target), shareNearLimit) <= 0;
}

async function limitsAtRest(target: Target): Promise<MemoryLimits> {
  await heapAtRest(target);
  return target.ask('limits', {});
}

/**
 * Sends so many requests, or fewer where the heap grows so fast that it would soon be full; answers which part of its usual
 * load the trial can afford then, 1 where all of it.
 */
export async function warmUpWithin(target: Target, work: Work, requests: number): Promise<number> {
  let sent = 0;
  let share = 1;
  let block = firstBlock;
  let { heapUsedBytes: before } = await target.ask('limits', {});
  for (let blocks = 1; sent < requests; blocks += 1) {
    const served = await work.send(Math.min(block, requests - sent));
    sent += served;
    const affordableAt = (limits: MemoryLimits) =>
      (roomIn(limits, shareToPlan) * served) / Math.max(limits.heapUsedBytes - before, 1);
    let now = await target.ask('limits', {});
    // Most of it may be garbage; to collect that takes time, and most targets have room for it.
    if (affordableAt(now) < requestsOfTrial) now = await limitsAtRest(target);
    const affordable = affordableAt(now);
    share = Math.min(1, affordable / requestsOfTrial);
    if (share < 1 && blocks >= fewestBlocks) break;
    block = Math.round(Math.min(usualBlock, Math.max(smallestBlock, affordable / 10)));
    before = now.heapUsedBytes;
  }
  return share;
}
