import type { Evidence, Leak, Signal, SignalName } from '@watertight/evidence';
import { watchedRequests } from './watched-rounds.ts';

type Conclusion = Pick<Evidence, 'verdict' | 'reason' | 'signals' | 'leaks' | 'allocations'>;

/** What was found behind the signals. */
export interface Found {
  readonly leaks: readonly Leak[];
  /** Whether something grew at first and then came to rest. */
  readonly filledUp: boolean;
  /** Whether something piled up under load and went as soon as that stopped. */
  readonly drains?: boolean;
  /** Why the objects themselves were not looked at, where they were not. */
  readonly notSearched?: string;
  /** What grows but may still be bounded, in words; null where there is nothing such. */
  readonly unfilled: string | null;
  /** What stayed alive of one more block of load, by calls. */
  readonly allocations?: Evidence['allocations'];
}

/** Weighs signals and what was found behind them, if it was looked for, into one verdict. */
export function conclude(signals: readonly Signal[], found: Found | null): Conclusion {
  const settled = found ? signals.map((signal) => settle(signal, signals, found)) : [...signals];
  const leaking = settled.filter(({ verdict }) => verdict === 'leaking');
  const open = settled.filter(({ verdict }) => verdict === 'inconclusive');
  const verdict = leaking.length > 0 ? 'leaking' : open.length > 0 ? 'inconclusive' : 'stable';
  const telling = (verdict === 'leaking' ? leaking : open)[0];
  return {
    verdict,
    reason: telling ? describe(telling) : describeRest(settled),
    signals: settled,
    leaks: [...(found?.leaks ?? [])],
    ...(found?.allocations && { allocations: found.allocations }),
  };
}

const ofTheHeap: readonly SignalName[] = ['heap-after-gc', 'survivors'];

/** A signal in the light of the others and of what was found: growth without a growing object proves nothing. */
function settle(signal: Signal, signals: readonly Signal[], found: Found): Signal {
  const { leaks, filledUp, drains, unfilled, notSearched } = found;
  if (signal.verdict === 'stable') return signal;
  if (signal.name === 'watched-objects') {
    const held = leaks.some((leak) => leak.signal === 'watched-objects' || leak.signal === 'heap-after-gc');
    if (held) return { ...signal, verdict: 'leaking' };
    if (notSearched) return { ...signal, verdict: 'inconclusive', reason: `some are still reachable; ${notSearched}` };
    return {
      ...signal,
      verdict: 'stable',
      reason: 'requests are held by the runtime only, or by a holder that lets go',
    };
  }
  if (!ofTheHeap.includes(signal.name)) return signal;
  const grows = leaks.some((leak) => ofTheHeap.includes(leak.signal) || leak.signal === 'external');
  if (grows)
    return signal.verdict === 'leaking'
      ? signal
      : { ...signal, verdict: 'stable', reason: 'the growth is that of the leaks found' };
  if (filledUp) {
    const reason = drains
      ? 'work piled up faster than it was done, and was gone soon after the load'
      : 'it grew until full and then came to rest';
    return { ...signal, verdict: 'stable', reason };
  }
  if (unfilled !== null) return { ...signal, verdict: 'inconclusive', reason: unfilled };
  const others = signals.filter(({ name }) => ofTheHeap.includes(name) && name !== signal.name);
  const agreed = others.some(({ verdict }) => verdict === 'leaking');
  const isAlone = !others.some(({ verdict }) => verdict === 'stable');
  if (signal.verdict === 'leaking' && notSearched && isAlone) {
    return { ...signal, verdict: 'inconclusive', reason: `it grew; ${notSearched}` };
  }
  if (signal.verdict === 'leaking' && agreed) {
    return { ...signal, verdict: 'inconclusive', reason: 'it grew, but the object that grows could not be found' };
  }
  if (others.some(({ verdict }) => verdict === 'stable')) {
    return { ...signal, verdict: 'stable', reason: 'no object piles up' };
  }
  return { ...signal, verdict: 'inconclusive' };
}

function describe({ name, slopePerRequest, interval, reason, verdict }: Signal): string {
  if (verdict === 'inconclusive') return `${subjects[name]}: ${reason ?? 'undecided'}`;
  const [low, high] = interval.map(rounded);
  // Counted, and the same in each round: it has no error.
  if (name === 'watched-objects') return growth[name](slopePerRequest);
  return `${growth[name](rounded(slopePerRequest))} (95 %: ${low} to ${high})`;
}

const subjects = {
  'heap-after-gc': 'the heap after collection',
  survivors: 'the objects that survive',
  external: 'external memory',
  descriptors: 'open descriptors',
  'watched-objects': 'requests and responses',
  listeners: 'the listeners',
  timers: 'the timers',
} as const satisfies Record<SignalName, string>;

const growth = {
  'heap-after-gc': (slope) => `the heap grows by ${counted(slope, 'byte')} per request`,
  survivors: (slope) => `${counted(slope, 'object')} per request ${slope === 1 ? 'survives' : 'survive'} for good`,
  external: (slope) => `external memory grows by ${counted(slope, 'byte')} per request`,
  descriptors: (slope) => `open descriptors grow by ${slope} per request`,
  'watched-objects': (slope) =>
    `${Math.round(slope * watchedRequests)} requests and responses are still kept after ${watchedRequests} have closed`,
  listeners: (slope) => `${slope} listeners per request are added and never removed`,
  timers: (slope) => `${slope} timers per request are set and never cleared`,
} as const satisfies Record<SignalName, (slope: number) => string>;

function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`;
}

function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

function describeRest(signals: readonly Signal[]): string {
  const heap = signals.find(({ name }) => name === 'heap-after-gc');
  return heap
    ? `nothing grows; a leak of ${counted(rounded(heap.smallestDetectable), 'byte')} per request would have been seen`
    : 'nothing grows';
}
