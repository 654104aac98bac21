import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { dirname, join } from 'node:path';
import type { MemoryLimits } from './protocol.ts';

/** What this process uses, and what it may still have before the machine or its container runs out. */
export function memoryLimits(): MemoryLimits {
  const { used_heap_size: heapUsedBytes, heap_size_limit: heapLimitBytes } = getHeapStatistics();
  const machineBytes = availableToMachine();
  const groupBytes = availableToCgroup();
  return {
    heapUsedBytes,
    heapLimitBytes,
    rssBytes: process.memoryUsage.rss(),
    availableBytes: Math.min(machineBytes, groupBytes),
    limitedByCgroup: groupBytes < machineBytes,
  };
}

function availableToMachine(): number {
  const [, kilobytes] = /^MemAvailable:\s+(\d+) kB$/m.exec(read('/proc/meminfo') ?? '') ?? [];
  return kilobytes === undefined ? freemem() : Number(kilobytes) * 1024;
}

/**
 * What is left below the tightest memory limit among the control groups of this process and those around them, version 1 or 2;
 * `Infinity` where there is none. Pages of files count as used but are given up first, so the inactive ones count as free.
 *
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files
 * @see https://docs.kernel.org/admin-guide/cgroup-v1/memory.html
 */
export function availableToCgroup(root = '/'): number {
  const lines = (read(join(root, 'proc/self/cgroup')) ?? '').split('\n');
  const [, unified] = /^0::(\/.*)$/.exec(lines.find((line) => line.startsWith('0::')) ?? '') ?? [];
  const [, ofMemory] = lines.map((line) => /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(\/.*)$/.exec(line)).find(Boolean) ?? [];
  const mounts = join(root, 'sys/fs/cgroup');
  return Math.min(
    unified === undefined ? Infinity : tightest(mounts, unified, ['memory.max', 'memory.current', 'inactive_file']),
    ofMemory === undefined
      ? Infinity
      : tightest(join(mounts, 'memory'), ofMemory, [
          'memory.limit_in_bytes',
          'memory.usage_in_bytes',
          'total_inactive_file',
        ]),
  );
}

type Files = readonly [limit: string, usage: string, reclaimable: string];

function tightest(mount: string, group: string, files: Files): number {
  let least = availableIn(mount, files);
  // In a container the path is that of the host and may not be there: then the mount is the group.
  for (let path = group; path !== '/' && path !== '.'; path = dirname(path)) {
    least = Math.min(least, availableIn(join(mount, path), files));
  }
  return least;
}

function availableIn(folder: string, [limitFile, usageFile, reclaimable]: Files): number {
  const limit = Number(read(join(folder, limitFile)) ?? 'max');
  const usage = Number(read(join(folder, usageFile)) ?? 'unknown');
  if (Number.isNaN(limit) || Number.isNaN(usage)) return Infinity;
  const [, inactive = '0'] =
    new RegExp(`^${reclaimable} (\\d+)$`, 'm').exec(read(join(folder, 'memory.stat')) ?? '') ?? [];
  return Math.max(0, limit - usage + Math.min(Number(inactive), usage));
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
