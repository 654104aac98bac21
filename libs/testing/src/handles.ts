import type { OpenResource } from '@watertight/agent';
import type { Judged } from './judged.ts';
import { MemoryAssertionError } from './memory-assertion-error.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { observer } from './outside.ts';
import { placeOf } from './places.ts';
import { callFailed } from './testing-error.ts';

/** How often the function is called. */
export interface HandlesOptions {
  /** Calls that are looked at, after one to warm up: 3 by default. */
  readonly calls?: number;
}

/**
 * Calls a function and asserts that it leaves nothing open: no file, socket, server, child process, worker or timer. What is
 * opened by the first call and serves the others, such as a pool, is fine.
 *
 * @throws {MemoryAssertionError} where something is left open, with the line that opened it
 * @throws {TestingError} where the function fails
 * @example
 * await assertReleasesHandles(() => readConfig('app.json'));
 */
export async function assertReleasesHandles(act: () => unknown, options: HandlesOptions = {}): Promise<void> {
  const { pass, message } = await judgeHandles(act, options);
  if (pass) return;
  throw new MemoryAssertionError(message, assertReleasesHandles);
}

/** Whether nothing is left open, and what to say otherwise. */
export function judgeHandles(act: () => unknown, { calls = 3 }: HandlesOptions): Promise<Judged> {
  return oneAtATime(async () => {
    const open = await observer()
      .leftOpen(() => callOften(act, 1))
      .then(() => observer().leftOpen(() => callOften(act, calls)));
    if (open.length === 0)
      return { pass: true, message: `expected ${calls} calls to leave something open, but they leave nothing` };
    const lines = byPlace(open).map(([what, count]) => `  ${what.replace(', ', ` × ${count}, `)}`);
    return {
      pass: false,
      message: [`expected ${calls} calls to leave nothing open, but they leave`, ...lines].join('\n'),
    };
  });
}

async function callOften(act: () => unknown, calls: number): Promise<void> {
  try {
    for (let call = 0; call < calls; call += 1) await act();
  } catch (cause) {
    throw callFailed(cause);
  }
}

// The same line on different ways is the same line.
function byPlace(open: readonly OpenResource[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { type, count, frames } of open) {
    const what = `${nameOf(type)}, opened at ${placeOf(frames)}`;
    counts.set(what, (counts.get(what) ?? 0) + count);
  }
  return [...counts];
}

const names: Readonly<Record<string, string>> = {
  timeout: 'timer',
  tcpwrap: 'TCP socket',
  tcpserverwrap: 'TCP server',
  tlswrap: 'TLS socket',
  pipewrap: 'pipe',
  pipeserverwrap: 'server',
  udpwrap: 'UDP socket',
  processwrap: 'child process',
  fseventwrap: 'file watcher',
  statwatcher: 'file watcher',
  messageport: 'message port',
};

function nameOf(type: string): string {
  return names[type] ?? type;
}
