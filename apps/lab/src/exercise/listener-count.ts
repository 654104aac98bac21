import { EventEmitter } from 'node:events';
import { IncomingMessage, OutgoingMessage } from 'node:http';
import { listenersOfEmitter } from '@watertight/agent/observe';

const adders = ['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'] as const;

/**
 * Counts the listeners on emitters that outlive a request; it learns of an emitter when a listener is added to it, and holds
 * it weakly.
 */
export function countListenersFromNow(): () => number {
  const seen = new WeakSet<object>();
  let emitters: WeakRef<object>[] = [];
  for (const name of adders) {
    const add = Reflect.get(EventEmitter.prototype, name) as (this: object, ...args: unknown[]) => unknown;
    const watched = function (this: object, ...args: unknown[]): unknown {
      if (!seen.has(this) && !isOfOneRequest(this)) {
        seen.add(this);
        emitters.push(new WeakRef(this));
      }
      return add.apply(this, args);
    };
    Object.defineProperty(EventEmitter.prototype, name, { value: watched, writable: true, configurable: true });
  }
  return () => {
    emitters = emitters.filter((emitter) => emitter.deref() !== undefined);
    return emitters.reduce((sum, emitter) => sum + listenersOf(emitter.deref()), 0);
  };
}

const isOfOneRequest = (emitter: object) => emitter instanceof IncomingMessage || emitter instanceof OutgoingMessage;

function listenersOf(emitter: object | undefined): number {
  return emitter ? listenersOfEmitter(emitter) : 0;
}
