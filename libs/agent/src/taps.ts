import { EventEmitter } from 'node:events';
import { post } from './inspect.ts';
import type { TapReport, TapTarget } from './protocol.ts';
import { StackCounter } from './stacks.ts';

interface Tap {
  readonly heapObjectId: number;
  readonly object: object | null;
  readonly stacks: StackCounter;
  readonly undo: (() => void)[];
}

let taps: Tap[] = [];

/**
 * Taps live objects, found by their ids in a heap snapshot: from now on each insertion into one of them notes its
 * call stack. Only those objects change, so the rest of the program runs as before.
 */
export async function addTaps(targets: readonly TapTarget[], withinMs: number): Promise<TapReport[]> {
  const started = performance.now();
  for (const { heapObjectId, fields } of targets) {
    const { object } = performance.now() - started < withinMs ? await liveObject(heapObjectId) : nothing;
    const tap: Tap = { heapObjectId, object, stacks: new StackCounter(), undo: [] };
    if (object) install(tap, object, fields);
    taps.push(tap);
  }
  return reportTaps();
}

export function reportTaps(): TapReport[] {
  return taps.map(({ heapObjectId, object, stacks }) => ({
    heapObjectId,
    state: object ? 'tapped' : 'missing',
    size: object ? sizeOf(object) : null,
    stacks: stacks.report(),
  }));
}

/** Leaves the objects as they were found, with what they hold now. */
export function removeTaps(): null {
  for (const { undo } of taps) while (undo.length > 0) undo.pop()!();
  taps = [];
  return null;
}

const handover = Symbol('watertight: the object to tap');

/** In a box, because a promise that was handed back bare would be awaited, perhaps for ever. */
interface Boxed {
  readonly object: object | null;
}
const nothing: Boxed = { object: null };

async function liveObject(heapObjectId: number): Promise<Boxed> {
  try {
    const { result } = await post<{ result: { objectId?: string } }>('HeapProfiler.getObjectByHeapObjectId', {
      objectId: String(heapObjectId),
    });
    if (!result.objectId) return nothing;
    return await receive(result.objectId);
  } catch {
    return nothing; // collected meanwhile, or internal to V8
  }
}

/** Turns the inspector's handle of an object into the object itself. */
export async function receive(objectId: string): Promise<Boxed> {
  let received: object | null = null;
  const hand = (object: object) => void (received = object);
  Object.defineProperty(globalThis, handover, { configurable: true, value: hand });
  const { result } = await post<{ result: { objectId?: string } }>('Runtime.evaluate', {
    expression: `globalThis[Object.getOwnPropertySymbols(globalThis).find((key) => key.description === ${JSON.stringify(handover.description)})]`,
  });
  await post('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: 'function (hand) { hand(this); }',
    arguments: [{ objectId: result.objectId }],
  });
  Reflect.deleteProperty(globalThis, handover);
  await post('Runtime.releaseObject', { objectId });
  return { object: received };
}

function install(tap: Tap, object: object, fields: readonly string[]): void {
  for (const field of fields) tapField(tap, object, field);
  if (object instanceof Map) return tapMethod(tap, object, 'set', (map, [key]) => !map.has(key));
  if (object instanceof Set) return tapMethod(tap, object, 'add', (set, [value]) => !set.has(value));
  if (object instanceof WeakMap) return tapMethod(tap, object, 'set', (map, [key]) => !map.has(key as object));
  if (Array.isArray(object)) {
    for (const method of ['push', 'unshift', 'splice', 'concat'] as const) tapMethod(tap, object, method);
    return tapNewKeys(tap, object);
  }
  if (object instanceof EventEmitter) {
    for (const method of ['on', 'addListener', 'prependListener'] as const) tapMethod(tap, object, method);
  }
  if (object instanceof EventTarget) tapMethod(tap, object, 'addEventListener');
  if (object instanceof Promise) tapMethod(tap, object, 'then');
  if (typeof object !== 'function') tapNewKeys(tap, object);
}

// While a tapped method runs, what it does inside (a push that sets an index, `on` that calls `addListener`) is the
// same insertion and is not noted again.
let insideTap = false;

/** Puts an own method over the inherited one, which notes the caller when `inserts` says so. */
function tapMethod<T extends object>(
  tap: Tap,
  object: T,
  name: string & keyof T,
  inserts: (object: T, args: readonly unknown[]) => boolean = () => true,
): void {
  const method = object[name] as (...args: unknown[]) => unknown;
  const tapped = function (this: T, ...args: unknown[]): unknown {
    if (insideTap || this !== object || !inserts(object, args)) return method.apply(this, args);
    tap.stacks.note(tapped);
    insideTap = true;
    try {
      return method.apply(this, args);
    } finally {
      insideTap = false;
    }
  };
  defineTemporarily(tap, object, name, { configurable: true, enumerable: false, writable: true, value: tapped });
}

/** Turns an own data property into one whose assignment notes the caller. */
function tapField(tap: Tap, object: object, name: string): void {
  const found = Object.getOwnPropertyDescriptor(object, name);
  if (!found || !found.configurable || !('value' in found) || !found.writable) return;
  let value: unknown = found.value;
  const set = (assigned: unknown): void => {
    if (!insideTap) tap.stacks.note(set);
    value = assigned;
  };
  Object.defineProperty(object, name, {
    configurable: true,
    enumerable: found.enumerable ?? true,
    get: () => value,
    set,
  });
  tap.undo.push(() => Object.defineProperty(object, name, { ...found, value }));
}

/**
 * Slips a proxy in as the prototype: an assignment to a key that the object lacks goes up the prototype chain, so its
 * `set` trap sees new keys and only those.
 */
function tapNewKeys(tap: Tap, object: object): void {
  if (!Object.isExtensible(object)) return;
  const prototype = Object.getPrototypeOf(object) as object | null;
  const trap: ProxyHandler<object> = {
    set: function onSet(target, key, value: unknown, receiver) {
      if (receiver !== object || !insertsKey(target, key)) return Reflect.set(target, key, value, receiver);
      if (!insideTap) tap.stacks.note(onSet);
      return Reflect.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
    },
  };
  Object.setPrototypeOf(object, new Proxy(prototype ?? (Object.create(null) as object), trap));
  tap.undo.push(() => void Object.setPrototypeOf(object, prototype));
}

// Setters and read-only properties of the prototype keep their meaning.
function insertsKey(prototype: object, key: PropertyKey): boolean {
  for (let holder: object | null = prototype; holder; holder = Object.getPrototypeOf(holder) as object | null) {
    const inherited = Object.getOwnPropertyDescriptor(holder, key);
    if (inherited) return 'value' in inherited && inherited.writable === true;
  }
  return true;
}

function defineTemporarily(tap: Tap, object: object, name: PropertyKey, descriptor: PropertyDescriptor): void {
  const own = Object.getOwnPropertyDescriptor(object, name);
  if (!Reflect.defineProperty(object, name, descriptor)) return;
  tap.undo.push(() => {
    if (own) Object.defineProperty(object, name, own);
    else Reflect.deleteProperty(object, name);
  });
}

function sizeOf(object: object): number | null {
  if (object instanceof Map || object instanceof Set) return object.size;
  if (Array.isArray(object)) return object.length;
  if (object instanceof WeakMap || object instanceof Promise || typeof object === 'function') return null;
  return Object.keys(object).length;
}
