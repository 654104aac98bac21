import type { Registrations } from '@watertight/agent';
import type { Leak, Signal, SignalName } from '@watertight/evidence';
import { toRareLeaks } from './leaks.ts';
import { growingSuspects, type Suspect } from './localise.ts';
import { pinpoint } from './pinpoint.ts';
import { takeSnapshot } from './snapshots.ts';
import type { SourcePositions } from './source-positions.ts';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

const settleMs = 100;
// One in a thousand requests must show in each stretch.
const requestsPerStretch = 3_001;

/** How many requests lie between two counts, at the least: what one in a thousand adds must be in the second. */
export const requestsPerCount = 2_003;

/** How many listeners and repeating timers there are now; later counts are of the emitters that the first one saw. */
export async function countRegistrations(target: Target, which: 'first' | 'later' = 'later'): Promise<Registrations> {
  return target.ask('registrations', { settleMs, first: which === 'first' });
}

/** Which of the two grew. */
export function grownSince(before: Registrations, now: Registrations): SignalName[] {
  return [
    ...(now.listeners > before.listeners ? (['listeners'] as const) : []),
    ...(now.intervals > before.intervals ? (['timers'] as const) : []),
  ];
}

export interface Rare {
  readonly signals: readonly Signal[];
  readonly leaks: readonly Leak[];
}

export const nothingRare: Rare = { signals: [], leaks: [] };

interface RareOptions {
  readonly target: Target;
  readonly work: Work;
  readonly positions: SourcePositions;
}

/**
 * Listeners and repeating timers that only one in many requests adds: too few to be seen on the heap, and a leak all the same.
 * They are counted exactly, from the start over two long stretches of load; what does not grow in each of them is none.
 */
export async function rareRegistrations(
  suspected: readonly SignalName[],
  start: Registrations,
  { target, work, positions }: RareOptions,
): Promise<Rare> {
  const before = await takeSnapshot(target);
  const sentBefore = work.sent;
  const served = await work.send(requestsPerStretch);
  const middle = await countRegistrations(target);
  const growing = suspected.filter((name) => grownSince(start, middle).includes(name));
  if (growing.length === 0) return nothingRare;
  const load = { requests: served, routes: work.parts.length, minNewObjects: 1 };
  const grown = growingSuspects(before, await takeSnapshot(target), load);
  const suspects = grown.suspects.filter((one) => isOf(growing, one));
  const requestsPerRoute = Math.ceil(requestsPerStretch / work.parts.length);
  const found = await pinpoint(target, work, suspects, positions, { requestsPerRoute, untilRest: false });
  const end = await countRegistrations(target);
  const requests = work.sent - sentBefore;
  const leaking = growing.filter((name) => grownSince(middle, end).includes(name));
  return {
    signals: leaking.map((name) => toSignal(name, start, end, requests)),
    leaks: leaking.flatMap((name) =>
      toRareLeaks(
        found.filter(({ suspect }) => isOf([name], suspect)),
        name,
        positions,
      ),
    ),
  };
}

const isListener = ({ name }: Suspect) => /\.(on|addEventListener)\(/.test(name);
const isOf = (names: readonly SignalName[], suspect: Suspect): boolean =>
  (names.includes('timers') && suspect.kind === 'TimersList') || (names.includes('listeners') && isListener(suspect));

/** Counts, and how many requests had been served by then. */
export type CountedRegistrations = Registrations & { readonly sent: number };

/** What grew from one count to the next, where nobody may look at what it is. */
export function openRegistrations(
  suspected: readonly SignalName[],
  from: CountedRegistrations,
  to: CountedRegistrations,
  why: string,
): Rare {
  const open = suspected.map((name) => toSignal(name, from, to, to.sent - from.sent));
  return { leaks: [], signals: open.map((signal) => ({ ...signal, verdict: 'inconclusive', reason: why })) };
}

function toSignal(name: SignalName, from: Registrations, to: Registrations, requests: number): Signal {
  const counted = name === 'listeners' ? to.listeners - from.listeners : to.intervals - from.intervals;
  const perRequest = (count: number) => Number((count / requests).toPrecision(4));
  return {
    name,
    verdict: 'leaking',
    slopePerRequest: perRequest(counted),
    interval: [perRequest(counted - 1), perRequest(counted + 1)],
    unit: name === 'listeners' ? 'listeners' : 'timers',
    smallestDetectable: perRequest(2),
  };
}
