import type { Sample, Signal } from '@watertight/evidence';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

/** How long a target rests before it is collected and sampled. */
export const settleMs = 30;

// Clean targets stay below this from a thousand requests on.
const leastBytesPerRequest = 5;
// Over both stretches together. A list has up to half as much room again as it needs, so that one reference per request may
// read as 12 bytes: too little to wake anybody. Two may read as 14.5.
const leakBytesPerRequest = 13;
const fewestRequests = 4_001;
// The second stretch doubles the requests, so that a table that doubles when it is full must have done so.
const stretchOfAll = 1.05;
// What grows this much meanwhile needs no long stretch to be seen.
const mostGrowthBytes = 32 * 2 ** 20;

export interface SlowGrowth {
  readonly samples: readonly Sample[];
  /** Null where the heap came to rest. */
  readonly signal: Signal | null;
}

/**
 * Growth too slow for short rounds: a list of numbers grows by half its size at a time and stands still in most rounds. Where
 * the heap rose at all, two long stretches tell it from a table that has filled up. Null where it did not rise.
 */
export async function slowGrowth(
  target: Target,
  work: Pick<Work, 'send'>,
  samples: readonly Sample[],
): Promise<SlowGrowth | null> {
  const [start, end] = [samples[1]!, samples.at(-1)!];
  const rose = perRequest(start, end);
  const first = Math.max(fewestRequests, 2 * end.requests);
  if (rose < leastBytesPerRequest || rose * first > mostGrowthBytes) return null;
  const middle = await sampleAfter(target, work, end, first);
  if (perRequest(end, middle) < leastBytesPerRequest) return { samples: [middle], signal: null };
  const last = await sampleAfter(target, work, middle, Math.ceil(middle.requests * stretchOfAll));
  const more = [middle, last];
  const slopes = [perRequest(end, middle), perRequest(middle, last)];
  const slope = perRequest(end, last);
  const isLeak = slope >= leakBytesPerRequest && Math.min(...slopes) >= leastBytesPerRequest;
  return { samples: more, signal: isLeak ? toSignal(slope, slopes) : null };
}

async function sampleAfter(
  target: Target,
  work: Pick<Work, 'send'>,
  { requests }: Sample,
  more: number,
): Promise<Sample> {
  await work.send(more);
  return { requests: requests + more, ...(await target.ask('sample', { settleMs })) };
}

function perRequest(from: Sample, to: Sample): number {
  return (to.heapUsedBytes - from.heapUsedBytes) / (to.requests - from.requests);
}

function toSignal(slope: number, slopes: readonly number[]): Signal {
  const round = (value: number) => Number(value.toPrecision(4));
  return {
    name: 'heap-after-gc',
    verdict: 'leaking',
    slopePerRequest: round(slope),
    interval: [round(Math.min(...slopes)), round(Math.max(...slopes))],
    unit: 'bytes',
    smallestDetectable: leakBytesPerRequest,
  };
}
