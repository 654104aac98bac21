import type { TimerPeriods } from './protocol.ts';
import { instancesOf } from './instances.ts';

interface LiveTimer {
  readonly _idleTimeout: number;
  readonly _repeat: number | null;
  readonly _onTimeout: ((...args: unknown[]) => void) | null;
  readonly _destroyed: boolean;
}

// Set by the HTTP server itself, whatever the program does, and by ourselves.
const ofTheRuntime = /^(bound )?(checkConnections|resetCache|onSocketTimeout|_onTimeout|watertightHeartbeat)$/;

let isOfProgram: (callback: object) => boolean = () => true;

/**
 * Leaves out the repeating timers of others: a test runner has some of its own, beside the realm that it has made for the
 * program. `realm` is the program's `Function`; in a realm that is the runner's as well, nothing tells them apart.
 */
export function lookAtTimersOf(realm: FunctionConstructor): void {
  isOfProgram = realm === Function ? () => true : (callback) => callback instanceof realm;
}

/** The periods of all timers that are set, unref-ed ones included: what expires by time has one. */
export async function liveTimers(): Promise<TimerPeriods> {
  const live = (await setTimers()).filter(({ _repeat, _onTimeout }) => !_repeat || isOfProgram(_onTimeout!));
  return {
    repeatMs: distinct(live.flatMap(({ _repeat }) => (_repeat ? [_repeat] : []))),
    timeoutMs: distinct(
      live.flatMap(({ _repeat, _idleTimeout }) => (_repeat || _idleTimeout < 0 ? [] : [_idleTimeout])),
    ),
  };
}

/** How many timers of the program repeat. */
export async function countIntervals(): Promise<number> {
  return (await setTimers()).filter(({ _repeat }) => _repeat).length;
}

async function setTimers(): Promise<LiveTimer[]> {
  const timer = setTimeout(() => undefined, 0).unref();
  const timers = (await instancesOf(Object.getPrototypeOf(timer) as object)) as LiveTimer[];
  return timers.filter((one) => one._onTimeout && !one._destroyed && !ofTheRuntime.test(one._onTimeout.name));
}

function distinct(periods: readonly number[]): number[] {
  return [...new Set(periods)].sort((a, b) => a - b).slice(-50);
}
