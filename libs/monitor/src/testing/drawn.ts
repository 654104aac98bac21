import type { CollectionTotals, TotalsByKind } from '../collections.ts';
import type { MonitorSample } from '../sample.ts';

const mebibyte = 2 ** 20;

export function drawSample(parts: Partial<MonitorSample> = {}): MonitorSample {
  return {
    atMs: 1_000,
    rssBytes: 80 * mebibyte,
    heapTotalBytes: 20 * mebibyte,
    heapUsedBytes: 10 * mebibyte,
    externalBytes: 2 * mebibyte,
    arrayBufferBytes: mebibyte,
    heapSpaces: { new_space: 3, old_space: 7 },
    descriptors: 20,
    resources: { Timeout: 2 },
    ...parts,
  };
}

const none: CollectionTotals = { count: 0, pauseMs: 0, longestPauseMs: 0, freedBytes: 0 };

export function drawTotals(parts: Partial<TotalsByKind> = {}): TotalsByKind {
  return { minor: none, major: none, incremental: none, 'weak-callbacks': none, ...parts };
}
