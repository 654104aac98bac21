import type { TotalsByKind } from './collections.ts';
import type { MonitorSample } from './sample.ts';

/** A quantity over the samples that are kept. */
export interface Range {
  readonly first: number;
  readonly last: number;
  readonly least: number;
  readonly most: number;
  readonly mean: number;
}

export const quantities = [
  'rssBytes',
  'heapTotalBytes',
  'heapUsedBytes',
  'externalBytes',
  'arrayBufferBytes',
  'descriptors',
] as const satisfies readonly (keyof MonitorSample)[];
export type Quantity = (typeof quantities)[number];

export interface MonitorSummary extends Readonly<Record<Quantity, Range>> {
  /** Samples that are kept, and the time they span. */
  readonly samples: number;
  readonly spanMs: number;
  /** Since the monitor began, kept or not. */
  readonly collections: TotalsByKind;
  /** Part of the time since the monitor began that the program stood still for the collector. */
  readonly pausedShare: number;
  readonly last: MonitorSample;
}

/** @param samples oldest first, at least one */
export function summarize(
  samples: readonly MonitorSample[],
  collections: TotalsByKind,
  elapsedMs: number,
): MonitorSummary {
  const last = samples.at(-1)!;
  const pausedMs = Object.values(collections).reduce((sum, { pauseMs }) => sum + pauseMs, 0);
  const ranges = Object.fromEntries(quantities.map((name) => [name, rangeOf(samples.map((sample) => sample[name]))]));
  return {
    ...(ranges as Record<Quantity, Range>),
    samples: samples.length,
    spanMs: last.atMs - samples[0]!.atMs,
    collections,
    pausedShare: elapsedMs > 0 ? Math.min(1, pausedMs / elapsedMs) : 0,
    last,
  };
}

function rangeOf(values: readonly number[]): Range {
  let [least, most, sum] = [Infinity, -Infinity, 0];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
    sum += value;
  }
  return { first: values[0]!, last: values.at(-1)!, least, most, mean: sum / values.length };
}
