import { judgeSeries, type Judgement } from '@watertight/growth';
import type { Sample, Signal, SignalName } from '@watertight/evidence';
import { sampleAfter } from './sample-after.ts';
import { slowGrowth } from './slow-growth.ts';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

export interface MemoryRounds {
  readonly samples: readonly Sample[];
  readonly signals: readonly Signal[];
  /** Whether the heap grows so slowly that only long stretches show it. */
  readonly isSlow: boolean;
}

interface Measure {
  readonly name: SignalName;
  readonly unit: Signal['unit'];
  /** Slopes up to this are noise: what clean servers show. */
  readonly tolerance: number;
  readonly value: (sample: Sample) => number;
}

// Clean targets stayed below 6 bytes of heap per request from round to round on Node 20 to 26.
const measures: readonly Measure[] = [
  { name: 'heap-after-gc', unit: 'bytes', tolerance: 16, value: (sample) => sample.heapUsedBytes },
  { name: 'external', unit: 'bytes', tolerance: 200, value: (sample) => sample.externalBytes },
  { name: 'descriptors', unit: 'descriptors', tolerance: 0.02, value: (sample) => sample.descriptors },
];

const fewestRounds = 8;
const mostRounds = 20;

export interface RoundsOptions {
  readonly requestsPerRound: number;
  /** Whether to go on where the heap rose by a few bytes per request, until it is known what that was. */
  readonly looksForSlowGrowth: boolean;
  readonly onRound: (round: number, of: number) => void;
}

/**
 * Rounds of load, each followed by rest, collection and a sample, until each signal is decided. The first round is
 * left out of every verdict: it still carries start-up garbage.
 */
export async function memoryRounds(
  target: Target,
  work: Work,
  { requestsPerRound, looksForSlowGrowth, onRound }: RoundsOptions,
): Promise<MemoryRounds> {
  const samples: Sample[] = [];
  for (let round = 1; round <= mostRounds; round += 1) {
    samples.push(await sampleAfter(target, work, { sent: (round - 1) * requestsPerRound, more: requestsPerRound }));
    onRound(round, fewestRounds);
    if (round >= fewestRounds && signalsOf(samples).every(({ verdict }) => verdict !== 'inconclusive')) break;
  }
  const signals = signalsOf(samples);
  const slow = looksForSlowGrowth && signals.some(isStableHeap) ? await slowGrowth(target, work, samples) : null;
  const slowSignal = slow?.judgement && toSignal('heap-after-gc', 'bytes', slow.judgement);
  return {
    samples: [...samples, ...(slow?.samples ?? [])],
    signals: slowSignal ? signals.map((one) => (isStableHeap(one) ? slowSignal : one)) : signals,
    isSlow: Boolean(slowSignal),
  };
}

const isStableHeap = ({ name, verdict }: Signal) => name === 'heap-after-gc' && verdict === 'stable';

function signalsOf(samples: readonly Sample[]): Signal[] {
  return measures
    .filter(({ value }) => samples.every((sample) => value(sample) >= 0))
    .map((measure) => {
      const points = samples.slice(1).map((sample) => ({ x: sample.requests, y: measure.value(sample) }));
      return toSignal(measure.name, measure.unit, judgeSeries(points, measure.tolerance));
    });
}

/** A judgement as a signal of the record; `undecided` has become the answer by now. */
export function toSignal(name: SignalName, unit: Signal['unit'], judgement: Judgement): Signal {
  const { verdict, slopePerRequest, interval, smallestDetectable } = judgement;
  return {
    name,
    verdict: verdict === 'undecided' ? 'inconclusive' : verdict,
    slopePerRequest: round(slopePerRequest),
    interval: [round(finite(interval[0])), round(finite(interval[1]))],
    unit,
    smallestDetectable: round(smallestDetectable),
    ...(verdict === 'undecided' && {
      reason: 'the rounds neither rise steadily nor come to rest; more requests would tell',
    }),
  };
}

const round = (value: number) => Number(value.toPrecision(4));
const finite = (bound: number) => (Number.isFinite(bound) ? bound : Math.sign(bound) * Number.MAX_SAFE_INTEGER);
