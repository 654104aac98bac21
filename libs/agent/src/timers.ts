import type { TimerPeriods } from './protocol.ts';
import { post } from './inspect.ts';
import { receive } from './taps.ts';

interface LiveTimer {
  readonly _idleTimeout: number;
  readonly _repeat: number | null;
  readonly _onTimeout: ((...args: unknown[]) => void) | null;
  readonly _destroyed: boolean;
}

// Set by the HTTP server itself, whatever the program does.
const ofTheRuntime = /^(bound )?(checkConnections|resetCache|onSocketTimeout|_onTimeout)$/;

/** The periods of all timers that are set, unref-ed ones included: what expires by time has one. */
export async function liveTimers(): Promise<TimerPeriods> {
  const timers = (await instancesLike(setTimeout(() => undefined, 0).unref())) as LiveTimer[];
  const live = timers.filter(
    (timer) => timer._onTimeout && !timer._destroyed && !ofTheRuntime.test(timer._onTimeout.name),
  );
  return {
    repeatMs: distinct(live.flatMap(({ _repeat }) => (_repeat ? [_repeat] : []))),
    timeoutMs: distinct(
      live.flatMap(({ _repeat, _idleTimeout }) => (_repeat || _idleTimeout < 0 ? [] : [_idleTimeout])),
    ),
  };
}

async function instancesLike(example: object): Promise<unknown[]> {
  const key = Symbol.for('watertight: prototype');
  Object.defineProperty(globalThis, key, { configurable: true, value: Object.getPrototypeOf(example) as object });
  const { result } = await post<{ result: { objectId: string } }>('Runtime.evaluate', {
    expression: `globalThis[Symbol.for('watertight: prototype')]`,
  });
  Reflect.deleteProperty(globalThis, key);
  const { objects } = await post<{ objects: { objectId: string } }>('Runtime.queryObjects', {
    prototypeObjectId: result.objectId,
  });
  await post('Runtime.releaseObject', { objectId: result.objectId });
  const { object } = await receive(objects.objectId);
  return (object ?? []) as unknown[];
}

function distinct(periods: readonly number[]): number[] {
  return [...new Set(periods)].sort((a, b) => a - b).slice(-50);
}
