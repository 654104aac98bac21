import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { collectGarbage } from './engine.ts';
import { forgottenHandles } from './file-handles.ts';
import type { MemorySample } from './protocol.ts';

/** Lets the server come to rest, collects garbage and measures what is left. */
export async function sampleMemory(settleMs: number): Promise<MemorySample> {
  await rest(settleMs);
  // The collector closes a forgotten FileHandle, which is luck and comes late on a busy server: it counts as open.
  const open = await descriptorsAtRest();
  const descriptors = open < 0 ? open : open + forgottenHandles();
  const heapUsedBeforeGcBytes = process.memoryUsage().heapUsed;
  await collectThoroughly();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heapUsedBytes: heapUsed, heapUsedBeforeGcBytes, externalBytes: external, rssBytes: rss, descriptors };
}

/** Rests and collects, measuring nothing. */
export async function settle(settleMs: number): Promise<void> {
  await rest(settleMs);
  await collectThoroughly();
}

async function rest(settleMs: number): Promise<void> {
  await delay(settleMs);
  await nextTurn();
}

const longestCollectionMs = 100;
let isGentle = false;

/** From now on collects a large heap fewer times: somebody is waiting for this process to answer. */
export function collectGently(): void {
  isGentle = true;
}

// Finalizers run in turns of their own and free more, so one collection is not enough.
async function collectThoroughly(): Promise<void> {
  const started = performance.now();
  collectGarbage();
  const isTooSlow = isGentle && performance.now() - started > longestCollectionMs;
  for (let pass = 0; pass < (isTooSlow ? 1 : 4); pass += 1) {
    await nextTurn();
    await nextTurn();
    collectGarbage();
  }
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

const descriptorPauseMs = 15;
const mostDescriptorPauses = 20;

// The sockets of the last requests close by themselves, on a busy machine a little later.
async function descriptorsAtRest(): Promise<number> {
  let before = countDescriptors();
  for (let pause = 0; pause < mostDescriptorPauses && before >= 0; pause += 1) {
    await delay(descriptorPauseMs);
    const now = countDescriptors();
    if (now >= before) return now;
    before = now;
  }
  return before;
}

/** What is open while the folder of descriptors is read; -1 where the system does not tell. */
export function countDescriptors(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return -1;
  }
}
