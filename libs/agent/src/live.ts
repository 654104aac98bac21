import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import { GCProfiler, getHeapStatistics } from 'node:v8';
import type { LiveCollections, LiveMoment } from './protocol.ts';
import { countDescriptors } from './sample.ts';
import { servedRequests } from './served.ts';

interface Looking {
  /** Tells of collections only once it is stopped, so it is replaced at each look. */
  profiler: GCProfiler;
  readonly loopDelay: IntervalHistogram;
}

const loopResolutionMs = 20;

let looking: Looking | undefined;

/** How the process is right now, and what its collector did since this was last asked; nothing is collected for it. */
export function liveMoment(): LiveMoment {
  const { profiler, loopDelay } = (looking ??= beginLooking());
  const { statistics } = profiler.stop();
  looking.profiler = startedProfiler();
  const maxDelayNs = loopDelay.max;
  loopDelay.reset();
  const descriptors = countDescriptors();
  const { rss, heapTotal, heapUsed, external } = process.memoryUsage();
  return {
    uptimeMs: Math.round(process.uptime() * 1000),
    heapUsedBytes: heapUsed,
    heapTotalBytes: heapTotal,
    heapLimitBytes: getHeapStatistics().heap_size_limit,
    rssBytes: rss,
    externalBytes: external,
    // Reading the folder of descriptors opens one more.
    descriptors: descriptors < 0 ? descriptors : descriptors - 1,
    requests: servedRequests().requests,
    collections: summaryOf(statistics),
    loopDelayMs: milliseconds(Math.max(0, maxDelayNs / 1e6 - loopResolutionMs)),
  };
}

/** Looks no more, and leaves nothing running for it. */
export function stopLooking(): void {
  looking?.profiler.stop();
  looking?.loopDelay.disable();
  looking = undefined;
}

function beginLooking(): Looking {
  const loopDelay = monitorEventLoopDelay({ resolution: loopResolutionMs });
  loopDelay.enable();
  return { profiler: startedProfiler(), loopDelay };
}

function startedProfiler(): GCProfiler {
  const profiler = new GCProfiler();
  profiler.start();
  return profiler;
}

type Statistic = ReturnType<GCProfiler['stop']>['statistics'][number];

const isFull = ({ gcType }: Statistic) => gcType === 'MarkSweepCompact';
const isYoung = ({ gcType }: Statistic) => gcType === 'Scavenge' || gcType.startsWith('MinorMark');

function summaryOf(statistics: readonly Statistic[]): LiveCollections {
  // V8 counts the pause of each step of the work in microseconds.
  const pausesMs = statistics.map(({ cost }) => cost / 1000);
  return {
    full: statistics.filter(isFull).length,
    young: statistics.filter(isYoung).length,
    pauseMs: milliseconds(pausesMs.reduce((sum, ms) => sum + ms, 0)),
    longestPauseMs: milliseconds(Math.max(0, ...pausesMs)),
    heapAfterFullBytes: statistics.findLast(isFull)?.afterGC.heapStatistics.usedHeapSize ?? null,
  };
}

// To the microsecond: no clock here is more exact.
const milliseconds = (ms: number) => Number(ms.toFixed(3));
