import { MemoryAssertionError } from './memory-assertion-error.ts';
import type { Judged } from './judged.ts';
import type { Measured } from './protocol.ts';
import { liveInstances, type Class } from './instances.ts';
import { tellHolder } from './holders.ts';
import { measureFlatness } from './stays-flat.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { observer } from './outside.ts';
import type { TestState } from './runner.ts';
import { callFailed, TestingError } from './testing-error.ts';

/** Tells of an object that must be gone once the function is done; answers it. */
export type Watch = <Value extends object>(object: Value) => Value;

/** A function that is called again and again; what it returns, if that is an object, must be gone as well. */
export type Called = (watch: Watch) => unknown;

/** What must be gone, and how often the function is called. */
export interface RetainsOptions {
  /** Classes of which no new instance may be left. */
  readonly of?: readonly Class[];
  /** Calls that are counted, after a few to warm up: 20 by default. */
  readonly calls?: number;
}

const warmUpCalls = 5;

/**
 * Calls a function again and again and asserts that none of the objects it makes is left: instances of the classes in `of`, what
 * it returns and what it hands to `watch`. Where it tells of nothing, whatever piles up counts.
 *
 * @throws {MemoryAssertionError} where something is left, with who holds it
 * @throws {TestingError} where the function fails
 * @example
 * await assertRetainsNothing((watch) => parse(watch(new Request('/users'))), { of: [Session] });
 */
export async function assertRetainsNothing(act: Called, options: RetainsOptions = {}): Promise<void> {
  const { pass, message } = await judgeRetained(act, options, null);
  if (pass) return;
  throw new MemoryAssertionError(message, assertRetainsNothing);
}

/** Whether nothing is left, and what to say otherwise. */
export async function judgeRetained(act: Called, options: RetainsOptions, state: TestState | null): Promise<Judged> {
  const counted = await oneAtATime(() => countRetained(act, options));
  if (!counted.watchesNothing) return withGrowth(counted, act, state);
  const measured = await measureCalls(act, state);
  const pass = measured.verdict === 'stable';
  return {
    pass,
    message: `expected the calls to retain nothing, but ${pass ? 'nothing grows' : 'something grows'}\n\n${measured.account}`,
  };
}

/** Calls a function as a server would a handler: the trial is the same. */
export async function measureCalls(act: Called, state: TestState | null): Promise<Measured> {
  let failure: unknown;
  const app = (_request: unknown, response: { statusCode: number; end(): void }): void => {
    const end = (statusCode: number) => {
      response.statusCode = statusCode;
      response.end();
    };
    callOnce(act, (object) => object).then(
      () => end(204),
      (error: unknown) => {
        failure ??= error;
        end(500);
      },
    );
  };
  try {
    return await measureFlatness(app, { route: 'GET /' }, state);
  } catch (error) {
    if (failure === undefined) throw error;
    throw callFailed(failure);
  }
}

async function callOnce(act: Called, watch: Watch): Promise<void> {
  const made = await act(watch);
  if (typeof made === 'object' && made !== null) watch(made);
}

interface Counted extends Judged {
  readonly watchesNothing: boolean;
}

async function countRetained(act: Called, { of = [], calls = 20 }: RetainsOptions): Promise<Counted> {
  let watched: WeakRef<object>[] = [];
  const watch: Watch = (object) => {
    watched.push(new WeakRef(object));
    return object;
  };
  try {
    for (let call = 0; call < warmUpCalls; call += 1) await callOnce(act, watch);
    const watchesNothing = of.length === 0 && watched.length === 0;
    if (watchesNothing) return { pass: true, message: '', watchesNothing };
    const before = await Promise.all(of.map(liveInstances));
    watched = [];
    for (let call = 0; call < calls; call += 1) await callOnce(act, watch);
    return { ...(await tell(before, watched, { of, calls })), watchesNothing };
  } catch (error) {
    throw error instanceof TestingError ? error : callFailed(error);
  }
}

async function tell(
  before: readonly (readonly WeakRef<object>[])[],
  watched: readonly WeakRef<object>[],
  { of, calls }: Required<RetainsOptions>,
): Promise<Judged> {
  await observer().collect();
  const left = watched.filter(isAlive);
  const lines =
    left.length === 0 ? [] : [`${left.length} of ${watched.length} objects that it told of are still reachable`];
  let sample = left;
  for (const [index, one] of of.entries()) {
    const now = await liveInstances(one);
    const known = new Set(before[index]!.map((reference) => reference.deref()));
    const added = now.filter((reference) => !known.has(reference.deref()));
    if (added.length === 0) continue;
    lines.push(
      `${added.length} ${one.name} ${added.length === 1 ? 'object is' : 'objects are'} left of ${calls} calls`,
    );
    if (sample.length === 0) sample = added;
  }
  if (lines.length === 0)
    return { pass: true, message: `expected ${calls} calls to retain something, but nothing is left` };
  const held = await tellHolder(sample.slice(-1));
  return {
    pass: false,
    message: [`expected ${calls} calls to retain nothing, but ${lines.join(', ')}`, '', ...held].join('\n'),
  };
}

const isAlive = (reference: WeakRef<object>) => reference.deref() !== undefined;

// Which line puts them there, only the trial can tell; what is kept once and replaced again does not grow.
async function withGrowth(counted: Counted, act: Called, state: TestState | null): Promise<Judged> {
  if (counted.pass) return counted;
  const { verdict, account } = await measureCalls(act, state);
  return verdict === 'leaking' ? { ...counted, message: `${counted.message}\n\n${account}` } : counted;
}
