import { EventEmitter } from 'node:events';
import { IncomingMessage, OutgoingMessage } from 'node:http';
import { Socket } from 'node:net';
import { listenersOfEmitter } from '@watertight/agent/observe';

const adders = ['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'] as const;

/**
 * Counts the listeners on emitters that outlive a connection; it learns of an emitter when a listener is added to it, and holds
 * it weakly.
 */
export function countListenersFromNow(): () => number {
  const seen = new WeakSet<object>();
  let emitters: WeakRef<object>[] = [];
  for (const name of adders) {
    const add = Reflect.get(EventEmitter.prototype, name) as (this: object, ...args: unknown[]) => unknown;
    const watched = function (this: object, ...args: unknown[]): unknown {
      if (!seen.has(this) && !isShortLived(this)) {
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

const shortLived = [IncomingMessage, OutgoingMessage, Socket];
const isShortLived = (emitter: object) => shortLived.some((kind) => emitter instanceof kind);

function listenersOf(emitter: object | undefined): number {
  return emitter ? listenersOfEmitter(emitter) : 0;
}
