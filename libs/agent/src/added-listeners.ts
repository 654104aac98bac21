import { EventEmitter } from 'node:events';
import type { Frame } from './protocol.ts';
import { listenersOfEmitter, listenersOfTarget } from './registrations.ts';
import { settle } from './sample.ts';
import { captureFrames, StackCounter } from './stacks.ts';

/** Listeners that are left on one emitter or event target, with who added them. */
export interface AddedListeners {
  /** Class of the emitter. */
  readonly emitter: string;
  readonly events: readonly string[];
  readonly count: number;
  /** From the most frequent adder. */
  readonly frames: readonly Frame[];
}

interface Seen {
  readonly emitter: WeakRef<object>;
  readonly name: string;
  readonly before: number;
  readonly events: Set<string>;
  readonly calls: Set<number>;
  readonly stacks: StackCounter;
}

const settleMs = 20;
const adders = ['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'] as const;

/**
 * Does something several times and answers on which emitters and event targets listeners pile up: those that are given some in
 * more than one call, and have more of them at the end.
 */
export async function addedListeners(act: () => unknown, calls: number): Promise<AddedListeners[]> {
  const seen = new Map<object, Seen>();
  let call = 0;
  const note = (emitter: object, event: unknown, above: (...args: never[]) => unknown) => {
    const known = seen.get(emitter) ?? firstSight(emitter);
    seen.set(emitter, known);
    known.calls.add(call);
    known.events.add(String(event));
    known.stacks.add(captureFrames(above));
  };
  const restore = [
    ...adders.map((name) => watchAdder(EventEmitter.prototype, name, note)),
    watchAdder(EventTarget.prototype, 'addEventListener', note),
  ];
  try {
    for (call = 0; call < calls; call += 1) await act();
  } finally {
    for (const undo of restore) undo();
  }
  const several = [...seen.values()].filter((one) => one.calls.size > 1);
  seen.clear();
  await settle(settleMs);
  return several.flatMap(toAdded);
}

type Note = (emitter: object, event: unknown, above: (...args: never[]) => unknown) => void;

function watchAdder(prototype: object, name: string, note: Note): () => void {
  const own = Object.getOwnPropertyDescriptor(prototype, name)!;
  const add = own.value as (this: object, ...args: unknown[]) => unknown;
  let inside = false;
  const watched = function (this: object, ...args: unknown[]): unknown {
    if (!inside) note(this, args[0], watched);
    // `once` is made of `on`: who added it is known already.
    inside = true;
    try {
      return add.apply(this, args);
    } finally {
      inside = false;
    }
  };
  Object.defineProperty(prototype, name, { ...own, value: watched });
  return () => Object.defineProperty(prototype, name, own);
}

function firstSight(emitter: object): Seen {
  return {
    emitter: new WeakRef(emitter),
    name: (emitter.constructor as { name?: string } | undefined)?.name ?? 'EventEmitter',
    before: listenersOf(emitter),
    events: new Set(),
    calls: new Set(),
    stacks: new StackCounter(),
  };
}

function toAdded({ emitter, name, before, events, stacks }: Seen): AddedListeners[] {
  const live = emitter.deref();
  const count = live ? listenersOf(live) - before : 0;
  if (count <= 0) return [];
  return [{ emitter: name, events: [...events], count, frames: stacks.report()[0]?.frames ?? [] }];
}

function listenersOf(emitter: object): number {
  return emitter instanceof EventTarget ? listenersOfTarget(emitter) : listenersOfEmitter(emitter);
}
