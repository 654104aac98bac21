import { EventEmitter } from 'node:events';
import { listenersOfEmitter, listenersOfTarget } from './registrations.ts';

test('counts the listeners of all events of an emitter, also where a class hides them', () => {
  class Silent extends EventEmitter {
    override eventNames(): never {
      throw new Error('not here');
    }
  }
  const emitter = new Silent();
  emitter.on('one', () => undefined).on('one', () => undefined);
  emitter.on(Symbol('two'), () => undefined);
  expect([listenersOfEmitter(emitter), listenersOfEmitter(new EventEmitter())]).toEqual([3, 0]);
});

test('counts the listeners of all events of an event target', () => {
  const { signal } = new AbortController();
  const target = new EventTarget();
  signal.addEventListener('abort', () => undefined);
  signal.addEventListener('abort', () => undefined);
  target.addEventListener('one', () => undefined);
  target.addEventListener('two', () => undefined);
  expect([signal, target, new EventTarget()].map(listenersOfTarget)).toEqual([2, 2, 0]);
});
