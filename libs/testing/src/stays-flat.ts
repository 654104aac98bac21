import { dirname } from 'node:path';
import type { Evidence } from '@watertight/evidence' with { 'resolution-mode': 'import' };
import { MemoryAssertionError } from './memory-assertion-error.ts';
import { makeTrial } from './beside.ts';
import { muteConsole } from './mute-console.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { agentOutside } from './outside.ts';
import type { Measured, Order } from './protocol.ts';
import { hasFakeTimers, isCovered, runningTest, type RunningTest, type TestState } from './runner.ts';
import { serve } from './serve.ts';
import { isTarget, serveAsTarget } from './serve-as-target.ts';
import { toSubject } from './subject.ts';
import { TestingError } from './testing-error.ts';

/** How an app is loaded, and how much its memory may grow. */
export interface StaysFlatOptions {
  /** A request to send, such as `'GET /users/{n}'` or `'POST /login {"user":"u{n}"}'`; `{n}` counts, so that each is new. */
  readonly route?: string;
  /** Several, sent in turn. */
  readonly routes?: readonly string[];
  /** Sent with every request; values may hold `{n}`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Growth per request to put up with, such as `'64 B'`; without it, whatever can be told from none is too much. */
  readonly budget?: string;
  /** Requests in all, over the rounds that are measured: at least 424, and as many as are served in 3 s by default. */
  readonly requests?: number;
  /** Requests before the first round, 503 by default. */
  readonly warmUpRequests?: number;
  /** Connections at a time, 4 by default. */
  readonly connections?: number;
  /** Whether a trial that cannot tell lets the test pass; false by default. */
  readonly allowInconclusive?: boolean;
  /** Which export of a module is the app, or makes it: `default`, `app` or `server` by default. */
  readonly exportName?: string;
  /** Environment of a command or module. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where a command starts and what files are told relative to: the working folder by default. */
  readonly cwd?: string;
  /** How long a command or module may take until it listens, 30 s by default. */
  readonly startTimeoutMs?: number;
}

/**
 * Loads an app and asserts that its memory stays flat: fails with the object that grows, its bytes per request, the line that
 * inserts into it and who holds it. Takes what supertest takes, a server, the path of a module that exports one, a command as
 * a list, or the URL of a server of this process.
 *
 * @throws {MemoryAssertionError} where it leaks, or where nothing can be told
 * @throws {TestingError} where it cannot be loaded or measured
 * @example
 * await assertStaysFlat(app, { route: 'GET /users/{n}', budget: '64 B' });
 */
export async function assertStaysFlat(app: unknown, options: StaysFlatOptions): Promise<Evidence> {
  const measured = await measureFlatness(app, options, stateOfRunner());
  if (isPassed(measured, options)) return measured.evidence;
  throw new MemoryAssertionError(failureOf(measured, options), assertStaysFlat);
}

/** Whether an assertion of flatness holds. */
export function isPassed({ verdict }: Measured, { allowInconclusive = false }: StaysFlatOptions): boolean {
  return verdict === 'stable' || (verdict === 'inconclusive' && allowInconclusive);
}

/** Why it does not. */
export function failureOf({ verdict, account }: Measured, { budget }: StaysFlatOptions): string {
  const within = budget === undefined ? '' : ` within ${budget} per request`;
  const but = verdict === 'leaking' ? 'but it leaks' : 'but the trial cannot tell; allowInconclusive lets that pass';
  return `expected memory to stay flat${within}, ${but}\n\n${account}`;
}

// Jest and Vitest tell of the running test through a global, where globals are on.
function stateOfRunner(): TestState | null {
  const { expect } = globalThis as { expect?: { getState?: () => TestState } };
  return expect?.getState?.() ?? null;
}

/** Makes the trial, in a process of its own where that can be had or must be, else in that of the test. */
export async function measureFlatness(
  app: unknown,
  options: StaysFlatOptions,
  state: TestState | null,
): Promise<Measured> {
  const routes = [options.route, ...(options.routes ?? [])].filter((route) => route !== undefined);
  if (routes.length === 0) {
    throw new TestingError('NO_ROUTE', "expected a route to load, got none; add one such as route: 'GET /users/{n}'");
  }
  const folder = state?.testPath ? dirname(state.testPath) : process.cwd();
  const subject = toSubject(app, { folder, exportName: options.exportName ?? null });
  const base: Omit<Order, 'target' | 'command'> = {
    cwd: options.cwd ?? process.cwd(),
    routes,
    headers: options.headers ?? {},
    budget: options.budget ?? null,
    requests: options.requests ?? null,
    warmUpRequests: options.warmUpRequests ?? null,
    connections: options.connections ?? null,
    startTimeoutMs: options.startTimeoutMs ?? null,
    notes: [],
  };
  if (subject.kind === 'live') return oneAtATime(() => measureLive(subject.app, base, runningTest(state)));
  const target = { kind: 'command' as const, command: subject.command, ...(options.env && { env: options.env }) };
  return makeTrial({ ...base, target, command: subject.typed });
}

type Load = Omit<Order, 'target' | 'command'>;

async function measureLive(app: unknown, load: Load, test: RunningTest | null): Promise<Measured> {
  if (isTarget()) return serveAsTarget(app);
  if (hasFakeTimers()) {
    throw new TestingError('USAGE', 'expected real timers, but the test has faked them; put them back for this test');
  }
  const here = await measureHere(app, load, test);
  if (here.verdict === 'stable' || !isCovered()) return here;
  return withoutCoverage(here, load, test);
}

/**
 * Covered code counts what it does, and a coverage tool may keep what it counted: what seems to grow is measured once more in a
 * process of its own, by the same test without coverage.
 */
async function withoutCoverage(here: Measured, load: Load, test: RunningTest | null): Promise<Measured> {
  if (!test?.command) return noted(here, 'coverage was on; without it the numbers are surer');
  try {
    return await makeTrial({
      ...withNote(load, 'measured in a process of its own, by the same test without coverage'),
      target: { kind: 'command', command: test.command },
      command: test.typed,
    });
  } catch (error) {
    if (!(error instanceof TestingError)) throw error;
    return noted(
      here,
      `coverage was on; the same test without it, in a process of its own, could not be measured: ${error.message}`,
    );
  }
}

function noted(measured: Measured, note: string): Measured {
  return { ...measured, account: `${measured.account}\n  note       ${note}` };
}

function withNote(load: Load, note: string): Load {
  return { ...load, notes: [...load.notes, note] };
}

/** Measures in this process: it takes part in the trial as its target, and the load comes from beside. */
async function measureHere(app: unknown, load: Load, test: RunningTest | null): Promise<Measured> {
  const serving = await serve(app);
  const unmute = muteConsole();
  let participation: { readonly ended: Promise<void> } | undefined;
  const beside = `measured in the process of the test${test ? `, beside ${test.runner}` : ''}`;
  try {
    return await makeTrial(
      {
        ...withNote(load, beside),
        target: { kind: 'joined' },
        command: test?.typed ?? 'node <what starts the server>',
      },
      (channelPath) => (participation = agentOutside().joinTrial(channelPath, serving.server, Function)),
    );
  } finally {
    await participation?.ended;
    unmute();
    await serving.close();
  }
}
