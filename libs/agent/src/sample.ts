import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { collectGarbage } from './engine.ts';
import type { MemorySample } from './protocol.ts';

/** Lets the server come to rest, collects garbage and measures what is left. */
export async function sampleMemory(settleMs: number): Promise<MemorySample> {
  await rest(settleMs);
  // A forgotten FileHandle is closed by the collector, so descriptors are counted before it runs.
  const descriptors = countDescriptors();
  await collectThoroughly();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heapUsedBytes: heapUsed, externalBytes: external, rssBytes: rss, descriptors };
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

// Finalizers run in turns of their own and free more, so one collection is not enough.
async function collectThoroughly(): Promise<void> {
  for (let pass = 0; pass < 4; pass += 1) {
    collectGarbage();
    await nextTurn();
    await nextTurn();
  }
  collectGarbage();
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

function countDescriptors(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return -1;
  }
}
