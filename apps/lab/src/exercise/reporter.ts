// Loaded into the process of an exercise before its code: tells the lab how it is, and ends it when the lab is gone.
import { collectGarbage } from '@watertight/agent/observe';
import { isTracking, start, takeSnapshot, type AllocationSnapshot } from '@watertight/allocation';
import { startMonitor } from '@watertight/monitor';
import type { AllocationTable } from '../protocol.ts';
import { countListenersFromNow } from './listener-count.ts';
import type { FromProgram, ToProgram } from './messages.ts';

const everyMs = 500;
/** The part of the time that collections for the curve may take. */
const shareForCollections = 0.05;
const shownLines = 12;

const monitor = startMonitor({ intervalMs: everyMs, capacity: 20 });
const countListeners = countListenersFromNow();
let lastMs = Date.now();
let nextCollectionMs = 0;
let before: { readonly snapshot: AllocationSnapshot; readonly takenAtMs: number } | undefined;

const tell = (message: FromProgram) => void (process.connected && process.send?.(message));
setInterval(report, everyMs).unref();
process.on('message', (message: ToProgram) => (message.kind === 'collect' ? collectOnce() : tellAllocations()));
process.on('disconnect', () => process.exit());
// The channel alone keeps no process alive.
process.channel?.unref();

function report(): void {
  const sample = monitor.series().at(-1);
  if (!sample) return;
  const pauses = monitor.collections().filter(({ atMs, forced }) => atMs >= lastMs && !forced);
  lastMs = Date.now();
  const { rssBytes, heapTotalBytes, externalBytes, descriptors } = sample;
  tell({
    kind: 'sample',
    sample: {
      atMs: lastMs,
      heapAfterCollectionBytes: heapAfterCollection(),
      heapTotalBytes,
      rssBytes,
      externalBytes,
      descriptors,
      listeners: countListeners(),
      pauseMs: Math.max(0, ...pauses.map(({ pauseMs }) => pauseMs)),
    },
  });
}

function heapAfterCollection(): number | null {
  const begunMs = performance.now();
  if (begunMs < nextCollectionMs) return null;
  collectGarbage();
  const endedMs = performance.now();
  // A heap that has grown large takes long to collect: then it is done less often.
  nextCollectionMs = endedMs + (endedMs - begunMs) / shareForCollections;
  return process.memoryUsage().heapUsed;
}

function collectOnce(): void {
  const usedBytes = process.memoryUsage().heapUsed;
  collectGarbage();
  tell({ kind: 'collected', freedBytes: usedBytes - process.memoryUsage().heapUsed });
}

function tellAllocations(): void {
  if (!isTracking()) start({ intervalBytes: 4096, root: process.cwd() });
  const snapshot = takeSnapshot();
  const takenAtMs = Date.now();
  tell({ kind: 'allocations', table: tableOf(snapshot, takenAtMs) });
  before ??= { snapshot, takenAtMs };
}

function tableOf(snapshot: AllocationSnapshot, takenAtMs: number): AllocationTable {
  const own = (one: AllocationSnapshot) => one.filterTraces([{ inclusive: true, filePattern: 'src/*' }]);
  const statistics = before
    ? own(snapshot).compareTo(own(before.snapshot), 'line')
    : own(snapshot)
        .statistics('line')
        .map((statistic) => ({ ...statistic, bytesGained: 0, countGained: 0 }));
  return {
    takenAtMs,
    comparedWithMs: before?.takenAtMs ?? null,
    lines: statistics.slice(0, shownLines).map(({ name, bytes, bytesGained, count, countGained, precision }) => {
      return { name, bytes, bytesGained, count, countGained, exact: precision === 'line' };
    }),
  };
}
