import { EventEmitter } from 'node:events';
import { instancesOf } from './instances.ts';
import type { Registrations } from './protocol.ts';
import { settle } from './sample.ts';
import { countIntervals } from './timers.ts';

interface Count {
  readonly settleMs: number;
  /** Whether this is the first count: later ones look at the emitters and targets that were alive now, not at what a leak brings along. */
  readonly first: boolean;
}

let known = new WeakSet<object>();

/** Counts, after a collection, the listeners of long-lived emitters and event targets and the timers that repeat. */
export async function countRegistrations({ settleMs, first }: Count): Promise<Registrations> {
  await settle(settleMs);
  const emitters = await instancesOf(EventEmitter.prototype);
  const targets = await instancesOf(EventTarget.prototype);
  if (first) known = new WeakSet([...emitters, ...targets]);
  return {
    listeners: total(emitters, listenersOfEmitter) + total(targets, listenersOfTarget),
    intervals: await countIntervals(),
  };
}

function total(objects: readonly object[], count: (object: object) => number): number {
  let sum = 0;
  for (const object of objects) {
    if (!known.has(object)) continue;
    try {
      sum += count(object);
    } catch {
      // Prototypes are among the instances, and a getter of the program may throw.
    }
  }
  return sum;
}

/** All listeners of an emitter, whatever its class has made of the methods. */
export function listenersOfEmitter(emitter: object): number {
  const inherited = (name: keyof EventEmitter) =>
    Reflect.get(EventEmitter.prototype, name) as (event?: unknown) => unknown;
  const call = (name: keyof EventEmitter, ...args: unknown[]): unknown => Reflect.apply(inherited(name), emitter, args);
  return (call('eventNames') as unknown[]).reduce<number>(
    (sum, event) => sum + (call('listenerCount', event) as number),
    0,
  );
}

interface ListenersOfEvent {
  readonly size: number;
}

// Node keeps them in a map of its own: https://github.com/nodejs/node/blob/main/lib/internal/event_target.js
/** All listeners of an event target. */
export function listenersOfTarget(target: object): number {
  const key = Object.getOwnPropertySymbols(target).find(({ description }) => description === 'kEvents');
  const byEvent = key && (Reflect.get(target, key) as ReadonlyMap<string, ListenersOfEvent> | undefined);
  return byEvent ? [...byEvent.values()].reduce((sum, { size }) => sum + size, 0) : 0;
}
