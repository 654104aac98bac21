import { statfs } from 'node:fs/promises';
import type { MemoryLimits } from '@watertight/agent';
import type { Target } from './target.ts';

/** What a heap snapshot would cost the target, by the size of its heap. */
export interface SnapshotForecast {
  readonly heapUsedBytes: number;
  /** For so long the target answers nobody. */
  readonly pauseMs: number;
  /** What the target needs meanwhile, beyond what it has. */
  readonly memoryBytes: number;
  readonly fileBytes: number;
}

/** What there is for it. */
export interface SnapshotRoom {
  readonly availableBytes: number;
  readonly limitedByCgroup: boolean;
  readonly freeDiskBytes: number;
}

export interface Preflight {
  readonly forecast: SnapshotForecast;
  readonly room: SnapshotRoom;
  /** Why no snapshot is to be taken; null where there is room. */
  readonly refusal: string | null;
}

// Heaps of 10 to 300 MB, small objects, Node 20 to 26, two busy cores: 0.1 to 0.21 s, 7 to 9 bytes of memory (16 were seen
// elsewhere) and 1.4 to 2 bytes of file for each byte of the heap.
const pauseMsPerMegabyte = 200;
const memoryPerByte = 12;
const filePerByte = 2.5;
// Even the smallest heap has the runtime's own objects.
const leastPauseMs = 500;

/**
 * Forecasts what a snapshot of such a heap costs.
 *
 * @example
 * forecastSnapshot(40e6).pauseMs; // 8000
 */
export function forecastSnapshot(heapUsedBytes: number): SnapshotForecast {
  return {
    heapUsedBytes,
    pauseMs: Math.max(leastPauseMs, (heapUsedBytes / 1e6) * pauseMsPerMegabyte),
    memoryBytes: heapUsedBytes * memoryPerByte,
    fileBytes: heapUsedBytes * filePerByte,
  };
}

/** Why a snapshot had better not be taken: the target would be killed, or the disk would be full. */
export function refusalOf({ memoryBytes, fileBytes }: SnapshotForecast, room: SnapshotRoom): string | null {
  if (memoryBytes > room.availableBytes) {
    const limit = room.limitedByCgroup ? 'its memory limit (cgroup) leaves' : 'the machine has';
    return `a heap snapshot may need ${megabytes(memoryBytes)} of memory, and ${limit} ${megabytes(room.availableBytes)}`;
  }
  if (fileBytes > room.freeDiskBytes) {
    return `a heap snapshot may need ${megabytes(fileBytes)} of disk, and ${megabytes(room.freeDiskBytes)} are free; set TMPDIR to a folder that has more`;
  }
  return null;
}

/** Looks before a snapshot whether the target, its container and the disk can bear it. */
export async function preflight(target: Target): Promise<Preflight> {
  const limits = await target.ask('limits', {});
  const forecast = forecastSnapshot(limits.heapUsedBytes);
  const room = { ...roomIn(limits), freeDiskBytes: await freeDisk(target.workFolder) };
  return { forecast, room, refusal: refusalOf(forecast, room) };
}

function roomIn({ availableBytes, limitedByCgroup }: MemoryLimits): Omit<SnapshotRoom, 'freeDiskBytes'> {
  return { availableBytes, limitedByCgroup };
}

async function freeDisk(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return Infinity;
  }
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString('en-US')} MB`;
}
