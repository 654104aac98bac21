import type { HeapProfiler, InspectorNotification } from 'node:inspector';
import { setTimeout as delay } from 'node:timers/promises';
import { inspector, post } from './inspect.ts';
import { settle } from './sample.ts';

// V8 counts, for each stretch of some 50 ms, how many objects allocated in it are still alive, and tells again whenever
// that number changes. Each telling walks the heap: exact on small heaps, ruinous on large ones.
const updateIntervalMs = 50;
let aliveByFragment: number[] = [];
let blockEnds: number[] = [];

const onUpdate = ({ params }: InspectorNotification<HeapProfiler.HeapStatsUpdateEventDataType>): void => {
  const { statsUpdate } = params;
  for (let i = 0; i + 2 < statsUpdate.length; i += 3) aliveByFragment[statsUpdate[i]!] = statsUpdate[i + 1]!;
};

/** From now on every allocation belongs to a block, until `endBlock`. */
export async function startTracking(): Promise<null> {
  const session = await inspector();
  aliveByFragment = [];
  blockEnds = [];
  await settle(0);
  session.on('HeapProfiler.heapStatsUpdate', onUpdate);
  await post('HeapProfiler.startTrackingHeapObjects', { trackAllocations: false });
  await delay(2 * updateIntervalMs);
  blockEnds.push(aliveByFragment.length);
  return null;
}

/** Ends a block of work; answers for every block so far how many of its objects are alive. */
export async function endBlock(settleMs: number): Promise<{ alive: number[] }> {
  await settle(settleMs);
  await delay(2 * updateIntervalMs);
  blockEnds.push(aliveByFragment.length);
  const alive: number[] = [];
  for (let block = 1; block < blockEnds.length; block += 1) {
    alive.push(sum(aliveByFragment, blockEnds[block - 1]!, blockEnds[block]!));
  }
  return { alive };
}

/**
 * Must always follow: tracking keeps the process alive and busy. It ends by disabling the profiler, because
 * `stopTrackingHeapObjects` would write a whole snapshot as its parting gift.
 */
export async function stopTracking(): Promise<null> {
  const session = await inspector();
  await post('HeapProfiler.disable');
  await post('HeapProfiler.enable');
  session.off('HeapProfiler.heapStatsUpdate', onUpdate);
  return null;
}

function sum(values: readonly (number | undefined)[], from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i += 1) total += values[i] ?? 0;
  return total;
}
