import { readdirSync } from 'node:fs';
import { getHeapSpaceStatistics } from 'node:v8';

/** Memory and resources of the process at one moment; nothing is collected for it. */
export interface MonitorSample {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly rssBytes: number;
  readonly heapTotalBytes: number;
  readonly heapUsedBytes: number;
  /** Memory outside of the heap that objects on it own, array buffers included. */
  readonly externalBytes: number;
  readonly arrayBufferBytes: number;
  /** Used bytes by the name of V8's heap space, such as `old_space`. */
  readonly heapSpaces: Readonly<Record<string, number>>;
  /** Open file descriptors; -1 where the system does not tell. */
  readonly descriptors: number;
  /** What keeps the event loop alive, counted by kind, such as `Timeout` or `TCPSocketWrap`. */
  readonly resources: Readonly<Record<string, number>>;
}

export function takeSample(): MonitorSample {
  const { rss, heapTotal, heapUsed, external, arrayBuffers } = process.memoryUsage();
  return {
    atMs: Date.now(),
    rssBytes: rss,
    heapTotalBytes: heapTotal,
    heapUsedBytes: heapUsed,
    externalBytes: external,
    arrayBufferBytes: arrayBuffers,
    heapSpaces: usedByHeapSpace(),
    descriptors: countDescriptors(),
    resources: countByKind(process.getActiveResourcesInfo()),
  };
}

function usedByHeapSpace(): Record<string, number> {
  return Object.fromEntries(
    getHeapSpaceStatistics().map(({ space_name, space_used_size }) => [space_name, space_used_size]),
  );
}

function countDescriptors(): number {
  try {
    // Reading the folder opens one more.
    return readdirSync('/proc/self/fd').length - 1;
  } catch {
    return -1;
  }
}

function countByKind(kinds: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
