import type { Evidence, Leak, Signal } from '@watertight/evidence';
import { withAllocationSites, type Allocated } from './allocation-sites.ts';
import { conclude, type Found } from './conclude.ts';
import { toHandleLeaks, toHeapLeaks, toResourceLeaks, toWatchedLeaks } from './leaks.ts';
import { comesToRest, restBytesPerRequest } from './heap-rest.ts';
import { growingSuspects, type GrowingSuspects, type Suspect } from './localise.ts';
import { waitForExpiry } from './expiry.ts';
import { memoryRounds, type MemoryRounds } from './memory-rounds.ts';
import { unclosedResources } from './off-heap.ts';
import type { JudgeOptions, LoadOptions, TrialPhase } from './options.ts';
import { isUnbounded, pinpoint, type Pinpointed } from './pinpoint.ts';
import {
  countRegistrations,
  grownSince,
  nothingRare,
  openRegistrations,
  rareRegistrations,
  requestsPerCount,
  type CountedRegistrations,
  type Rare,
} from './rare-registrations.ts';
import { preflight } from './preflight.ts';
import { warmUpWithin } from './room.ts';
import { roundSize } from './round-size.ts';
import { sampledLeaks } from './sampled-leaks.ts';
import { takeSnapshot, totalBytes } from './snapshots.ts';
import { SourcePositions } from './source-positions.ts';
import { survivorRounds, type SurvivorRounds } from './survivor-rounds.ts';
import type { Target } from './target.ts';
import { holdersOfRequests } from './watched-suspects.ts';
import { watchedRounds } from './watched-rounds.ts';
import { Work } from './work.ts';

const defaults = { warmUpRequests: 503, connections: 4 };
// Tracking collects the whole heap every 50 ms: exact on small heaps, ruinous on large ones.
const largestTrackedHeapBytes = 40 * 2 ** 20;
// Without a look at the objects, whether a cache is full is only seen once it is: as many requests as caches have entries.
const patientLooks = 24;
const nothingOnHeap: Found = { leaks: [], filledUp: false, unfilled: null };
// A single new object says nothing of a route.
const turnsBetweenSnapshots = 32;
// Enough to tell a leak of kilobytes per request from the last of the warm-up.
const pacingRequests = 101;

/** A trial of a target that runs: its load, and what is told of it. */
export interface TrialPlan extends LoadOptions, JudgeOptions {
  /** The target's root: files in the evidence are relative to it. */
  readonly cwd: string;
  /** What started the target, for the record. */
  readonly command: string;
  /** The process id or inspector URL, where the target ran already. */
  readonly attachedTo?: string;
  /** Whether requests may come in at any time, of which nothing can be told that has to be closed. */
  readonly isAtWork?: boolean;
  /** Whether the target may serve others too, so that what the trial sends is not all. */
  readonly countServed?: boolean;
}

/** Loads a running target in rounds, judges it and, if it leaks, pins the leaks down to their lines. */
export async function judgeTarget(target: Target, plan: TrialPlan): Promise<Evidence> {
  return new Trial(target, plan).run(performance.now());
}

class Trial {
  readonly #target: Target;
  readonly #options: TrialPlan;
  readonly #work: Work;
  readonly #positions: SourcePositions;
  /** What could not be looked at, and why. */
  readonly #unseen: string[] = [];
  #warmUpRequests = 0;
  #requestsPerRound = 0;
  #snapshotRefusal: Promise<string | null> | undefined;

  constructor(target: Target, options: TrialPlan) {
    this.#target = target;
    this.#options = options;
    this.#positions = new SourcePositions(options.cwd);
    this.#work = new Work({
      target,
      routes: options.routes,
      connections: options.connections ?? defaults.connections,
      login: options.login,
      load: options.load,
      countServed: options.countServed,
      signal: options.signal,
    });
  }

  async run(started: number): Promise<Evidence> {
    await this.#warmUp();
    const memory = await memoryRounds(this.#target, this.#work, {
      requestsPerRound: this.#requestsPerRound,
      // A stretch of traffic is no longer for being asked for more.
      looksForSlowGrowth: isThorough(this.#options) && !this.#options.isAtWork,
      onRound: (round, of) => this.#report('rounds', `round ${round}`, 0.1 + (0.3 * Math.min(round, of)) / of),
    });
    this.#work.assertAnswered();
    this.#target.lookAtGrowth();
    const watched = await this.#watchRequests();
    const isSmall = memory.samples.at(-1)!.heapUsedBytes <= largestTrackedHeapBytes;
    const countsEach = isSmall && isThorough(this.#options);
    const registered = countsEach ? await this.#countRegistrations('first') : null;
    const survivors = countsEach ? await this.#trackSurvivors() : null;
    const signals = await this.#inTheLightOfTime([...memory.signals, ...watched], memory, survivors);
    const found = this.#options.verdictOnly ? null : await this.#pinDown(signals, memory.isSlow);
    const rare = await this.#rareRegistrations(registered, signals);
    this.#work.assertAnswered();
    if (!isSmall)
      this.#unseen.push('survivors, listeners and timers, one by one: counting them takes too long in this process');
    this.#report('stop', 'done', 1);
    return {
      schemaVersion: 1,
      ...conclude([...signals, ...rare.signals], found && { ...found, leaks: [...found.leaks, ...rare.leaks] }),
      ...(this.#unseen.length > 0 && { unseen: this.#unseen }),
      trial: {
        rounds: memory.samples.length,
        requestsPerRound: this.#work.shrunk(this.#requestsPerRound),
        warmUpRequests: this.#warmUpRequests,
        node: this.#target.node,
        command: this.#options.command,
        routes: this.#options.load ? [] : this.#work.parts.map(({ name }) => name),
        ...(this.#options.load && { load: this.#options.load.name }),
        ...(this.#options.attachedTo !== undefined && { attachedTo: this.#options.attachedTo }),
        durationMs: Math.round(performance.now() - started),
        statuses: this.#work.statuses,
        series: [...memory.samples],
        survivors: (survivors?.rounds ?? []).map(({ requests, objectsByAge }) => ({
          requests,
          objectsByAge: [...objectsByAge],
        })),
      },
    };
  }

  /** Where others send requests, one that is under way looks like one that is kept. */
  async #watchRequests(): Promise<Signal[]> {
    if (this.#options.isAtWork) {
      this.#unseen.push('requests that are kept after their end: others send some at any time');
      return [];
    }
    return [await watchedRounds(this.#target, this.#work)];
  }

  async #warmUp(): Promise<void> {
    this.#report('warm-up', 'warming up', 0.05);
    const requests = this.#options.warmUpRequests ?? defaults.warmUpRequests;
    if (this.#work.isExact) this.#work.shrinkTo(await warmUpWithin(this.#target, this.#work, requests));
    else await this.#work.send(requests);
    this.#warmUpRequests = this.#work.isExact ? this.#work.sent : requests;
    this.#work.assertAnswered();
    this.#requestsPerRound = this.#options.requestsPerRound ?? (await this.#affordableRound());
  }

  async #affordableRound(): Promise<number> {
    const before = await this.#target.ask('sample', { settleMs: 0 });
    const served = await this.#work.send(pacingRequests);
    const after = await this.#target.ask('sample', { settleMs: 0 });
    return roundSize({
      // Another driver takes its time to start, which says nothing of the server.
      requestsPerSecond: this.#work.isExact ? this.#work.requestsPerSecond : Infinity,
      growthBytesPerRequest: (after.heapUsedBytes - before.heapUsedBytes) / served,
      routes: this.#work.parts.length,
    });
  }

  #trackSurvivors(): Promise<SurvivorRounds | null> {
    this.#report('survivors', 'counting survivors', 0.45);
    return survivorRounds(this.#target, this.#work, this.#requestsPerRound, (message) =>
      this.#report('survivors', message, 0.55),
    );
  }

  async #countRegistrations(which: 'first' | 'later'): Promise<CountedRegistrations> {
    return { ...(await countRegistrations(this.#target, which)), sent: this.#work.sent };
  }

  async #rareRegistrations(before: CountedRegistrations | null, signals: readonly Signal[]): Promise<Rare> {
    const isOpen = signals.some(({ verdict }) => verdict !== 'stable');
    if (before === null || isOpen || this.#options.verdictOnly) return nothingRare;
    const missing = requestsPerCount - (this.#work.sent - before.sent);
    if (missing > 0) await this.#work.send(missing);
    const now = await this.#countRegistrations('later');
    const suspected = grownSince(before, now);
    if (suspected.length === 0) return nothingRare;
    const refusal = await this.#whyNoSnapshot();
    if (refusal !== null) return openRegistrations(suspected, before, now, refusal);
    this.#report('survivors', `counting ${suspected.join(' and ')}`, 0.6);
    return rareRegistrations(suspected, now, { target: this.#target, work: this.#work, positions: this.#positions });
  }

  /** Signals of the heap, once it is known whether what had piled up was gone after a while. */
  async #inTheLightOfTime(
    signals: readonly Signal[],
    memory: MemoryRounds,
    survivors: SurvivorRounds | null,
  ): Promise<Signal[]> {
    const counted = survivors ? [survivors.signal] : [];
    const waitedMs = await this.#expiredAfter(memory, survivors);
    if (waitedMs === 0) return [...signals, ...counted];
    const pushedOutAfter = survivors?.pushedOutAfterRequests ?? 0;
    const reason =
      pushedOutAfter > 0
        ? `newer entries push it out: gone after ${pushedOutAfter} requests`
        : `it expires by time: gone after ${(waitedMs / 1000).toFixed(0)} s`;
    const reconsidered = signals.map(async (one): Promise<Signal> => {
      if (one.verdict === 'stable') return one;
      if (one.name === 'heap-after-gc') return { ...one, verdict: 'stable', reason };
      return one.name === 'watched-objects' ? watchedRounds(this.#target, this.#work, waitedMs) : one;
    });
    return [...(await Promise.all(reconsidered)), ...counted.map((signal) => ({ ...signal, reason }))];
  }

  /** How long it took for what had piled up to go by itself; 0 where nothing had, or where it stayed. */
  async #expiredAfter({ samples, signals }: MemoryRounds, survivors: SurvivorRounds | null): Promise<number> {
    if (survivors) return survivors.signal.verdict === 'stable' ? survivors.waitedMs : 0;
    const isStable = signals.some(({ name, verdict }) => name === 'heap-after-gc' && verdict === 'stable');
    if (isStable) return 0;
    this.#report('survivors', 'waiting for what expires by time', 0.55);
    return waitForExpiry(this.#target, this.#work, samples);
  }

  async #pinDown(signals: readonly Signal[], isSlow: boolean): Promise<Found> {
    const leaking = (name: Signal['name']) =>
      signals.find((signal) => signal.name === name && signal.verdict !== 'stable');
    const leaks: Leak[] = [];
    const grows = leaking('heap-after-gc') ?? leaking('survivors') ?? leaking('external');
    const isHeld = leaking('watched-objects') !== undefined;
    const heap = grows || isHeld ? await this.#lookIntoHeap({ grows, isHeld, isSlow, signals }) : nothingOnHeap;
    const { filledUp, unfilled } = heap;
    leaks.push(...heap.leaks);
    const unexplained =
      leaks.length === 0 && !filledUp && !unfilled && grows?.verdict === 'leaking' ? grows : undefined;
    if (leaking('descriptors') || unexplained) {
      this.#report('pinpoint', 'noting who opens descriptors and handles', 0.95);
      const opened = await unclosedResources(this.#target, this.#work, this.#positions);
      if (leaking('descriptors')) leaks.push(...toResourceLeaks(opened, this.#positions));
      else if (unexplained) leaks.push(...toHandleLeaks(opened, this.#positions, unexplained));
    }
    return { ...heap, leaks };
  }

  async #lookIntoHeap(seen: Seen): Promise<Found> {
    const refusal = await this.#whyNoSnapshot();
    return refusal === null ? this.#searchHeap(seen) : this.#sampleHeap(seen, refusal);
  }

  async #searchHeap({ grows, isHeld, isSlow, signals }: Seen): Promise<Found> {
    this.#report('localise', 'taking heap snapshots', 0.6);
    // What doubles when it is full stands still for as many requests as it took so far.
    const requests = isSlow
      ? this.#work.sent
      : Math.max(this.#requestsPerRound, turnsBetweenSnapshots * this.#work.parts.length);
    const { suspects, notFollowed, atRest } = await this.#suspects(requests, { grows: grows !== undefined, isHeld });
    this.#report('pinpoint', 'tapping what grows', 0.8);
    const found = suspects.length === 0 ? [] : await this.#pinpoint(suspects);
    const isLocated = found.some(isLocatedGrowth);
    if (isLocated && notFollowed > 0) this.#unseen.push(describeNotFollowed(notFollowed));
    // What grows slowly stands still for long and grows on; but it is not judged by what has filled up meanwhile.
    const mayRest = grows !== undefined && !isLocated && (!isSlow || found.some(({ bounded }) => bounded));
    const drains = found.some(({ drained }) => drained);
    const filledUp =
      (atRest && !isSlow) || (mayRest && (await comesToRest(this.#target, this.#work, signals, { drains })));
    // What grew for a while, by no statement that was seen to go on, is no leak of a heap that rests.
    const growing = filledUp && !isLocated ? [] : found;
    const onHeap = [...toHeapLeaks(growing, signals, this.#positions), ...toWatchedLeaks(found, this.#positions)];
    const allocated: Allocated = isThorough(this.#options)
      ? await withAllocationSites(onHeap, this.#target, this.#work, this.#positions)
      : { leaks: onHeap };
    return { ...allocated, filledUp, drains, unfilled: onHeap.length === 0 ? describeUnfilled(found) : null };
  }

  /** Goes on without a look at the objects: whether the growth ends, and who allocates what stays. */
  async #sampleHeap({ grows, isSlow, signals }: Seen, refusal: string): Promise<Found> {
    this.#unseen.push(`which object grows, who holds it and which line inserts into it: ${refusal}`);
    if (!grows) return { ...nothingOnHeap, notSearched: refusal };
    this.#report('localise', 'looking whether it comes to rest', 0.65);
    const patience = this.#options.isAtWork ? {} : { looks: patientLooks };
    if (!isSlow && (await comesToRest(this.#target, this.#work, signals, patience))) {
      return { ...nothingOnHeap, filledUp: true, notSearched: refusal };
    }
    this.#report('pinpoint', 'sampling what stays alive', 0.85);
    const leaks = await sampledLeaks(grows, this.#target, this.#work, {
      requestsPerBlock: this.#requestsPerRound,
      positions: this.#positions,
    });
    return { ...nothingOnHeap, leaks, notSearched: refusal };
  }

  /** Looked at and asked once, before the first; null where snapshots may be taken. */
  #whyNoSnapshot(): Promise<string | null> {
    return (this.#snapshotRefusal ??= whyNoSnapshot(this.#target, this.#options.mayTakeSnapshots));
  }

  async #suspects(
    more: number,
    { grows, isHeld }: { readonly grows: boolean; readonly isHeld: boolean },
  ): Promise<GrowingSuspects & { readonly atRest: boolean }> {
    const before = grows ? await takeSnapshot(this.#target) : null;
    const requests = await this.#work.send(more);
    const after = await takeSnapshot(this.#target);
    const load = { requests, routes: this.#work.parts.length };
    const growing = before ? growingSuspects(before, after, load) : nothingGrew;
    const atRest = before !== null && totalBytes(after) - totalBytes(before) < restBytesPerRequest * requests;
    if (!isHeld) return { ...growing, atRest };
    return { ...growing, suspects: [...growing.suspects, ...holdersOfRequests(after)], atRest };
  }

  #pinpoint(suspects: readonly Suspect[]) {
    return pinpoint(this.#target, this.#work, suspects, this.#positions, { mayCompile: !isThorough(this.#options) });
  }

  #report(phase: TrialPhase, message: string, fraction: number): void {
    this.#options.onProgress?.({ phase, message, fraction });
  }
}

/** What the signals say of the heap. */
interface Seen {
  readonly grows: Signal | undefined;
  /** Whether requests are kept after their end. */
  readonly isHeld: boolean;
  /** Whether the growth is so slow that only long stretches show it. */
  readonly isSlow: boolean;
  readonly signals: readonly Signal[];
}

const nothingGrew: GrowingSuspects = { suspects: [], notFollowed: 0 };

const isThorough = ({ thorough = true }: JudgeOptions) => thorough;

async function whyNoSnapshot(target: Target, ask: JudgeOptions['mayTakeSnapshots']): Promise<string | null> {
  const { forecast, room, refusal } = await preflight(target);
  if (refusal !== null) return `no heap snapshot was taken: ${refusal}`;
  const consent = (await ask?.(forecast, room)) ?? 'yes';
  return consent === 'yes' ? null : `no heap snapshot was taken: ${consent.no}`;
}

function isLocatedGrowth(one: Pinpointed): boolean {
  return one.insertion !== null && isUnbounded(one) && !one.suspect.holdsRequest;
}

function describeNotFollowed(count: number): string {
  const those = count === 1 ? 'one more object that grows' : `${count} more objects that grow`;
  return `${those}, less than these: mend these first, or load fewer routes at once`;
}

function describeUnfilled(found: readonly Pinpointed[]): string | null {
  const [largest] = [...found].sort((a, b) => (b.unfilledCap ?? 0) - (a.unfilledCap ?? 0));
  if (!largest || largest.unfilledCap === null) return null;
  const { suspect, unfilledCap } = largest;
  const requests = Math.ceil((1.1 * unfilledCap) / suspect.entriesPerRequest);
  return `${suspect.name} grows, but says that it takes in ${unfilledCap} entries and has not filled; a warm-up that fills it would tell: --warm-up ${requests}`;
}
