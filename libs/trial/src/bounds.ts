import { setTimeout as delay } from 'node:timers/promises';
import type { TapReport } from '@watertight/agent';
import { Fill, type Look } from './fill.ts';
import type { Suspect } from './localise.ts';
import { isNearLimit } from './room.ts';
import type { Target } from './target.ts';
import type { LoadPart, Work } from './work.ts';

const requestsPerLook = 212;
const shortestCheckMs = 3_000;
const longestCheckMs = 15_000;
// Ten thousand entries at the pace of a busy machine.
const longestFillMs = 100_000;
// Caches of ten thousand entries are usual: a sink that has not seen as many may still have a bound. Where many routes have
// sinks of their own, a thousand is what there is time for, unless they say how many they take in.
const requestsSeen = 12_000;
const fewestRequestsPerSink = 2_503;
const restMs = 500;
const longestDrainMs = 15_000;

/** A suspect and the routes that were seen to fill it. */
export interface Filled {
  readonly suspect: Suspect;
  readonly routes: readonly string[];
}

/** What more load has shown of a sink. */
export interface Bound {
  /** Whether the sink stopped growing although insertions went on, or drained: then it is no leak. */
  readonly bounded: boolean;
  /** Whether what had piled up went as soon as the load stopped: it comes in faster than the program works it off. */
  readonly drained: boolean;
  /** How many entries the sink says that it takes in, where there was no time to fill it: it may still be bounded. */
  readonly unfilledCap: number | null;
}

export const unbounded: Bound = { bounded: false, drained: false, unfilledCap: null };

/**
 * Loads on for a while and answers which suspects have come to rest meanwhile. Each is loaded by the routes that fill it, for
 * one route among thirty would take all day to fill a cache; and where it says how many entries it takes in, until it is full.
 * Where insertions go on, something is taken out for what comes in. Where they stop, the keys are used up; but if the
 * responses became others just then, the load has run past the program's data and shows nothing. What grows to the end is left
 * alone for a while: a backlog of work goes then, a leak stays.
 */
export async function boundsOf(target: Target, work: Work, found: readonly Filled[]): Promise<Map<Suspect, Bound>> {
  const groups = groupsOf(found, work.parts);
  if (groups.length > 0) await target.ask('tap-count', {});
  const bounds = new Map<Suspect, Bound>();
  for (const group of groups) {
    const share = group.filling.length / work.parts.length;
    const requests = Math.max(requestsSeen / groups.length - work.sent * share, fewestRequestsPerSink);
    const fills = await watch(target, work, group, { share, requests });
    for (const [suspect, fill] of fills) bounds.set(suspect, fill);
  }
  return bounds;
}

interface Group {
  /** The routes that fill the suspects: all, where none was seen to. */
  readonly filling: readonly LoadPart[];
  readonly suspects: Suspect[];
}

function groupsOf(found: readonly Filled[], parts: readonly LoadPart[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { suspect, routes: names } of found) {
    const own = parts.filter(({ name }) => names.includes(name));
    const group = groups.get(names.join()) ?? { filling: own.length > 0 ? own : parts, suspects: [] };
    group.suspects.push(suspect);
    groups.set(names.join(), group);
  }
  return [...groups.values()];
}

// The number of own entries says something of collections only: a linked list grows behind one and the same field.
const growsByEntries = ({ kind, fields }: Suspect) => fields.length === 0 && /^(Map|Set|Array|Object)$/.test(kind);

interface Watching {
  /** Which part of all routes fills the suspects. */
  readonly share: number;
  /** How many requests show whether they are bounded. */
  readonly requests: number;
}

async function watch(
  target: Target,
  work: Work,
  { filling, suspects }: Group,
  { share, requests }: Watching,
): Promise<Map<Suspect, Bound>> {
  const fillOf = (suspect: Suspect) =>
    new Fill(suspect.entriesPerRequest / share, { isCounted: !growsByEntries(suspect) });
  const fills = new Map(suspects.map((suspect) => [suspect, fillOf(suspect)]));
  const look = async (requests: number) => {
    const reports = await target.ask('tap-report', {});
    for (const [suspect, fill] of fills) {
      const seen = fillingOf(suspect, reports);
      if (seen) fill.add({ requests, ...seen });
    }
  };
  await look(0);
  const telling = new Map([...fills].filter(([, { isTelling }]) => isTelling));
  if (telling.size === 0) return new Map();
  const responses: number[] = [];
  const started = performance.now();
  const until = work.sent + requests;
  const isLongEnough = () => {
    const elapsedMs = performance.now() - started;
    if ([...telling.values()].some(({ isFilling }) => isFilling)) return elapsedMs > longestFillMs;
    return elapsedMs > longestCheckMs || (elapsedMs > shortestCheckMs && work.sent > until);
  };
  do {
    const served = await sendEach(filling, requestsPerLook);
    responses.push(work.bytesPerResponse);
    await look(served);
    if (await isNearLimit(target)) break;
  } while (!isLongEnough() && ![...telling.values()].every(({ isAtRest }) => isAtRest));
  const sameWork = isSameWork(responses);
  await drain(target, new Map([...telling].filter(([, fill]) => !fill.boundAfter(sameWork).bounded)));
  return new Map([...telling].map(([suspect, fill]) => [suspect, fill.boundAfter(sameWork)]));
}

/** Leaves the target alone, for as long as what has piled up in any of the sinks becomes less. */
async function drain(target: Target, fills: ReadonlyMap<Suspect, Fill>): Promise<void> {
  if (fills.size === 0) return;
  for (let restedMs = 0; restedMs < longestDrainMs; restedMs += restMs) {
    await target.orGone(delay(restMs));
    const reports = await target.ask('tap-report', {});
    for (const [suspect, fill] of fills) {
      const seen = fillingOf(suspect, reports);
      if (seen) fill.rest(seen.entries);
    }
    if (![...fills.values()].some(({ isDraining }) => isDraining)) return;
  }
}

async function sendEach(parts: readonly LoadPart[], requests: number): Promise<number> {
  let served = 0;
  for (const part of parts) served += await part.send(Math.ceil(requests / parts.length));
  return served;
}

const cappingOwners = 2;

/** How full a sink is, null where nobody knows. The cap is that of the sink or of who holds it. */
function fillingOf(suspect: Suspect, reports: readonly TapReport[]): Omit<Look, 'requests'> | null {
  const reportOf = (id: number) => reports.find(({ heapObjectId }) => heapObjectId === id);
  const own = reportOf(suspect.heapObjectId);
  const entries = growsByEntries(suspect) ? own?.size : own?.count;
  if (!own || typeof entries !== 'number') return null;
  const holders = suspect.owners.slice(0, cappingOwners).map(({ heapObjectId }) => reportOf(heapObjectId));
  const caps = [own, ...holders].flatMap((one) => one?.cap ?? []);
  return { entries, insertions: insertionsIn(own), cap: caps.find((cap) => cap >= entries) ?? null };
}

const insertionsIn = ({ stacks }: TapReport) => stacks.reduce((sum, { count }) => sum + count, 0);

// Numbers in a response may gain a digit meanwhile.
function isSameWork(bytesPerResponse: readonly number[]): boolean {
  const [first, last] = [bytesPerResponse[0]!, bytesPerResponse.at(-1)!];
  return Math.abs(last - first) <= Math.max(3, first * 0.015);
}
