import type { Registrations } from '@watertight/agent';
import { CodedError, type AllocationCall, type Evidence, type Leak, type Signal } from '@watertight/evidence';
import { describeRoute } from '@watertight/load';
import { withAllocationSites, type Allocated } from './allocation-sites.ts';
import { conclude, type Found } from './conclude.ts';
import { toHandleLeaks, toHeapLeaks, toResourceLeaks, toWatchedLeaks } from './leaks.ts';
import { comesToRest, restBytesPerRequest } from './heap-rest.ts';
import { growingSuspects, type Suspect } from './localise.ts';
import { waitForExpiry } from './expiry.ts';
import { memoryRounds, type MemoryRounds } from './memory-rounds.ts';
import { unclosedResources } from './off-heap.ts';
import type { TrialOptions, TrialPhase } from './options.ts';
import { isUnbounded, pinpoint, type Pinpointed } from './pinpoint.ts';
import {
  countRegistrations,
  grownSince,
  nothingRare,
  rareRegistrations,
  requestsPerCount,
  type Rare,
} from './rare-registrations.ts';
import { roundSize } from './round-size.ts';
import { takeSnapshot, totalBytes } from './snapshots.ts';
import { SourcePositions } from './source-positions.ts';
import { survivorRounds, type SurvivorRounds } from './survivor-rounds.ts';
import { withTarget, type Target, type TargetOptions } from './target.ts';
import { holdersOfRequests } from './watched-suspects.ts';
import { watchedRounds } from './watched-rounds.ts';
import { Work } from './work.ts';

const defaults = { warmUpRequests: 503, connections: 4, startTimeoutMs: 30_000 };
// Tracking collects the whole heap every 50 ms: exact on small heaps, ruinous on large ones.
const largestTrackedHeapBytes = 40 * 2 ** 20;
// Enough to tell a leak of kilobytes per request from the last of the warm-up.
const pacingRequests = 101;

/**
 * Starts the target, loads it in rounds, judges it and, if it leaks, pins the leaks down to their lines.
 *
 * @throws {CodedError} where the target cannot be started, loaded or measured
 * @example
 * const { verdict, leaks } = await runTrial({
 *   command: ['node', 'dist/server.js'],
 *   cwd: process.cwd(),
 *   routes: [parseRoute('GET /users/{n}')],
 * });
 */
export async function runTrial(options: TrialOptions): Promise<Evidence> {
  const started = performance.now();
  if (options.routes.length === 0) {
    throw new CodedError('NO_ROUTE', "expected at least one route to load, got none; add --route 'GET /path?id={n}'");
  }
  options.onProgress?.({ phase: 'start', message: `starting \`${options.command.join(' ')}\``, fraction: 0 });
  return withTarget(targetOptions(options), async (target) => {
    await target.orGone(options.onListening?.(target.baseUrl) ?? Promise.resolve());
    const trial = new Trial(target, options);
    return trial.run(started);
  });
}

/** Starts the target, hands over its address and stops it again: no load, no verdict. */
export async function withRunningTarget(
  options: TrialOptions,
  use: (target: { readonly baseUrl: string }) => Promise<void>,
): Promise<void> {
  await withTarget(targetOptions(options), (target) => target.orGone(use(target)));
}

/** What starts the target of a trial. */
export function targetOptions(options: Omit<TrialOptions, 'routes'>): TargetOptions {
  return { ...options, startTimeoutMs: options.startTimeoutMs ?? defaults.startTimeoutMs };
}

class Trial {
  readonly #target: Target;
  readonly #options: TrialOptions;
  readonly #work: Work;
  readonly #positions: SourcePositions;
  #requestsPerRound = 0;

  constructor(target: Target, options: TrialOptions) {
    this.#target = target;
    this.#options = options;
    this.#positions = new SourcePositions(options.cwd);
    this.#work = new Work({
      target,
      routes: options.routes,
      connections: options.connections ?? defaults.connections,
      ...(options.signal && { signal: options.signal }),
    });
  }

  async run(started: number): Promise<Evidence> {
    await this.#warmUp();
    const memory = await memoryRounds(this.#target, this.#work, {
      requestsPerRound: this.#requestsPerRound,
      looksForSlowGrowth: isThorough(this.#options),
      onRound: (round, of) => this.#report('rounds', `round ${round}`, 0.1 + (0.3 * Math.min(round, of)) / of),
    });
    this.#work.assertAnswered();
    this.#target.lookAtGrowth();
    const watched = await watchedRounds(this.#target, this.#work);
    const isSmall = memory.samples.at(-1)!.heapUsedBytes <= largestTrackedHeapBytes;
    const countsEach = isSmall && isThorough(this.#options);
    const registered = countsEach ? await this.#countFirst() : null;
    const survivors = countsEach ? await this.#trackSurvivors() : null;
    const signals = await this.#inTheLightOfTime([...memory.signals, watched], memory, survivors);
    const found = this.#options.verdictOnly ? null : await this.#pinDown(signals, memory.isSlow);
    const rare = await this.#rareRegistrations(registered, signals);
    this.#work.assertAnswered();
    this.#report('stop', 'done', 1);
    return {
      schemaVersion: 1,
      ...conclude([...signals, ...rare.signals], found && { ...found, leaks: [...found.leaks, ...rare.leaks] }),
      trial: {
        rounds: memory.samples.length,
        requestsPerRound: this.#requestsPerRound,
        warmUpRequests: this.#options.warmUpRequests ?? defaults.warmUpRequests,
        node: this.#target.node,
        command: this.#options.command.join(' '),
        routes: this.#options.routes.map(describeRoute),
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

  async #warmUp(): Promise<void> {
    this.#report('warm-up', 'warming up', 0.05);
    await this.#work.send(this.#options.warmUpRequests ?? defaults.warmUpRequests);
    this.#work.assertAnswered();
    this.#requestsPerRound = this.#options.requestsPerRound ?? (await this.#affordableRound());
  }

  async #affordableRound(): Promise<number> {
    const before = await this.#target.ask('sample', { settleMs: 0 });
    await this.#work.send(pacingRequests);
    const after = await this.#target.ask('sample', { settleMs: 0 });
    return roundSize({
      requestsPerSecond: this.#work.requestsPerSecond,
      growthBytesPerRequest: (after.heapUsedBytes - before.heapUsedBytes) / pacingRequests,
    });
  }

  #trackSurvivors(): Promise<SurvivorRounds | null> {
    this.#report('survivors', 'counting survivors', 0.45);
    return survivorRounds(this.#target, this.#work, this.#requestsPerRound, (message) =>
      this.#report('survivors', message, 0.55),
    );
  }

  async #countFirst(): Promise<FirstCount> {
    return { registrations: await countRegistrations(this.#target, 'first'), sent: this.#work.sent };
  }

  async #rareRegistrations(before: FirstCount | null, signals: readonly Signal[]): Promise<Rare> {
    const isOpen = signals.some(({ verdict }) => verdict !== 'stable');
    if (before === null || isOpen || this.#options.verdictOnly) return nothingRare;
    const missing = requestsPerCount - (this.#work.sent - before.sent);
    if (missing > 0) await this.#work.send(missing);
    const now = await countRegistrations(this.#target);
    const suspected = grownSince(before.registrations, now);
    if (suspected.length === 0) return nothingRare;
    this.#report('survivors', `counting ${suspected.join(' and ')}`, 0.6);
    return rareRegistrations(suspected, now, {
      target: this.#target,
      work: this.#work,
      routes: this.#options.routes,
      positions: this.#positions,
    });
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
    let filledUp = false;
    let unfilled: string | null = null;
    let allocations: AllocationCall | undefined;
    const grows = leaking('heap-after-gc') ?? leaking('survivors') ?? leaking('external');
    if (grows ?? leaking('watched-objects')) {
      this.#report('localise', 'taking heap snapshots', 0.6);
      // What doubles when it is full stands still for as many requests as it took so far.
      const requests = isSlow ? this.#work.sent : this.#requestsPerRound;
      const { suspects, atRest } = await this.#suspects(requests, {
        grows: grows !== undefined,
        requestsHeld: leaking('watched-objects') !== undefined,
      });
      this.#report('pinpoint', 'tapping what grows', 0.8);
      const found = suspects.length === 0 ? [] : await this.#pinpoint(suspects);
      const isLocated = found.some(isLocatedGrowth);
      const mayRest = grows !== undefined && !isLocated && !isSlow;
      filledUp = (atRest && !isSlow) || (mayRest && (await comesToRest(this.#target, this.#work, signals)));
      // What grew for a while, by no statement that was seen to go on, is no leak of a heap that rests.
      const growing = filledUp && !isLocated ? [] : found;
      const onHeap = [...toHeapLeaks(growing, signals, this.#positions), ...toWatchedLeaks(found, this.#positions)];
      unfilled = onHeap.length === 0 ? describeUnfilled(found) : null;
      const allocated: Allocated = isThorough(this.#options)
        ? await withAllocationSites(onHeap, this.#target, this.#work, this.#positions)
        : { leaks: onHeap };
      leaks.push(...allocated.leaks);
      allocations = allocated.allocations;
    }
    const unexplained =
      leaks.length === 0 && !filledUp && !unfilled && grows?.verdict === 'leaking' ? grows : undefined;
    if (leaking('descriptors') || unexplained) {
      this.#report('pinpoint', 'noting who opens descriptors and handles', 0.95);
      const opened = await unclosedResources(this.#target, this.#work, this.#options.routes, this.#positions);
      if (leaking('descriptors')) leaks.push(...toResourceLeaks(opened, this.#positions));
      else if (unexplained) leaks.push(...toHandleLeaks(opened, this.#positions, unexplained));
    }
    return { leaks, filledUp, unfilled, ...(allocations && { allocations }) };
  }

  async #suspects(
    requests: number,
    { grows, requestsHeld }: { readonly grows: boolean; readonly requestsHeld: boolean },
  ): Promise<{ suspects: Suspect[]; atRest: boolean }> {
    const before = grows ? await takeSnapshot(this.#target) : null;
    await this.#work.send(requests);
    const after = await takeSnapshot(this.#target);
    const growing = before ? growingSuspects(before, after, { requests, routes: this.#options.routes.length }) : [];
    const atRest = before !== null && totalBytes(after) - totalBytes(before) < restBytesPerRequest * requests;
    if (!requestsHeld) return { suspects: growing, atRest };
    return { suspects: [...growing, ...holdersOfRequests(after)], atRest };
  }

  #pinpoint(suspects: readonly Suspect[]) {
    return pinpoint(this.#target, this.#work, this.#options.routes, suspects, this.#positions, {
      mayCompile: !isThorough(this.#options),
    });
  }

  #report(phase: TrialPhase, message: string, fraction: number): void {
    this.#options.onProgress?.({ phase, message, fraction });
  }
}

/** What was registered when so many requests had been sent. */
interface FirstCount {
  readonly registrations: Registrations;
  readonly sent: number;
}

const isThorough = ({ thorough = true }: TrialOptions) => thorough;

function isLocatedGrowth(one: Pinpointed): boolean {
  return one.insertion !== null && isUnbounded(one) && !one.suspect.holdsRequest;
}

function describeUnfilled(found: readonly Pinpointed[]): string | null {
  const [largest] = [...found].sort((a, b) => (b.unfilledCap ?? 0) - (a.unfilledCap ?? 0));
  if (!largest || largest.unfilledCap === null) return null;
  const { suspect, unfilledCap } = largest;
  const requests = Math.ceil((1.1 * unfilledCap) / suspect.entriesPerRequest);
  return `${suspect.name} grows, but says that it takes in ${unfilledCap} entries and has not filled; a warm-up that fills it would tell: --warm-up ${requests}`;
}
