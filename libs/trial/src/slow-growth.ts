import type { Sample } from '@watertight/evidence';
import type { Judgement } from '@watertight/growth';
import { sampleAfter } from './sample-after.ts';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

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
  readonly judgement: Judgement | null;
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
  const middle = await sampleAfter(target, work, { sent: end.requests, more: first });
  if (perRequest(end, middle) < leastBytesPerRequest) return { samples: [middle], judgement: null };
  const last = await sampleAfter(target, work, {
    sent: middle.requests,
    more: Math.ceil(middle.requests * stretchOfAll),
  });
  const more = [middle, last];
  const slopes = [perRequest(end, middle), perRequest(middle, last)];
  const interval = [Math.min(...slopes), Math.max(...slopes)] as const;
  const slope = perRequest(end, last);
  const isLeak = slope >= leakBytesPerRequest && interval[0] >= leastBytesPerRequest;
  const judgement = {
    verdict: 'leaking',
    slopePerRequest: slope,
    interval,
    smallestDetectable: leakBytesPerRequest,
  } as const;
  return { samples: more, judgement: isLeak ? judgement : null };
}

function perRequest(from: Sample, to: Sample): number {
  return (to.heapUsedBytes - from.heapUsedBytes) / (to.requests - from.requests);
}
