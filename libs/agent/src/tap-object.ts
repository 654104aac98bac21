import { EventEmitter } from 'node:events';
import { types } from 'node:util';
import type { TapTarget } from './protocol.ts';

export type Undo = () => void;

/** Told of each insertion; notes the stack of whoever called `callee`. */
export type NoteInsertion = (callee: (...args: never[]) => unknown) => void;

interface Tap {
  readonly note: NoteInsertion;
  readonly undo: Undo[];
}

/** What of an object is tapped beside its entries. */
export type Tapped = Pick<TapTarget, 'fields' | 'events'>;

/** Notes each insertion into one live object, and each assignment to `fields`, until what it gives back is called, last one first. */
export function tapObject(object: object, { fields, events }: Tapped, note: NoteInsertion): Undo[] {
  const tap: Tap = { note, undo: [] };
  for (const field of fields) tapField(tap, object, field);
  tapInsertions(tap, object, events);
  return tap.undo;
}

function tapInsertions(tap: Tap, object: object, events: Tapped['events']): void {
  // By what it is, not by its class: the runtime's own collections, and those of other realms, are of other classes.
  const { has } = collectionKind(object) ?? {};
  if (has) {
    const isNew = (collection: object, [key]: readonly unknown[]) => !has.call(collection, key);
    if ('set' in object) tapMethod(tap, object, 'set', isNew);
    if ('add' in object) tapMethod(tap, object, 'add', isNew);
    return;
  }
  if (Array.isArray(object)) {
    for (const method of ['push', 'unshift', 'splice', 'concat'] as const) tapMethod(tap, object, method);
    return tapNewKeys(tap, object);
  }
  if (object instanceof EventEmitter) {
    const isAwaited = (_: object, [event]: readonly unknown[]) => !events || events.includes(nameInSnapshots(event));
    for (const method of ['on', 'addListener', 'prependListener'] as const) tapMethod(tap, object, method, isAwaited);
  }
  if (object instanceof EventTarget) tapMethod(tap, object, 'addEventListener');
  if (types.isPromise(object)) tapMethod(tap, object, 'then');
  if (typeof object !== 'function') tapNewKeys(tap, object);
}

const nameInSnapshots = (key: unknown) => (typeof key === 'symbol' ? `<symbol ${key.description}>` : String(key));

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
    tap.note(tapped);
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
    if (!insideTap) tap.note(set);
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
 * Slips a proxy in between the object and its prototype: an assignment to a key that the object lacks goes up the
 * prototype chain, so its `set` trap sees new keys and only those. The prototype itself stays on the chain, as
 * `instanceof` wants.
 */
function tapNewKeys(tap: Tap, object: object): void {
  if (!Object.isExtensible(object)) return;
  const prototype = Object.getPrototypeOf(object) as object | null;
  const trap: ProxyHandler<object> = {
    set: function onSet(target, key, value: unknown, receiver) {
      if (receiver !== object || !insertsKey(target, key)) return Reflect.set(target, key, value, receiver);
      if (!insideTap) tap.note(onSet);
      return Reflect.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
    },
  };
  const between = new Proxy(Object.create(prototype) as object, trap);
  Object.setPrototypeOf(object, between);
  seeThrough(between, prototype);
  tap.undo.push(() => void Object.setPrototypeOf(object, prototype));
}

const prototypesBehind = new WeakMap<object, object | null>();
let isSeenThrough = false;
const seeingThrough: Undo[] = [];

/** Whoever asks for the prototype, as tests for plain objects do, gets the one that the program knows. */
function seeThrough(between: object, prototype: object | null): void {
  prototypesBehind.set(between, prototype);
  if (isSeenThrough) return;
  isSeenThrough = true;
  for (const holder of [Object, Reflect]) {
    const found = Object.getOwnPropertyDescriptor(holder, 'getPrototypeOf')!;
    const ask = holder.getPrototypeOf.bind(holder) as (object: object) => object | null;
    const getPrototypeOf = (object: object): object | null => {
      const found = ask(object);
      return found && prototypesBehind.has(found) ? prototypesBehind.get(found)! : found;
    };
    Object.defineProperty(holder, 'getPrototypeOf', { value: getPrototypeOf });
    seeingThrough.push(() => {
      if (holder.getPrototypeOf === getPrototypeOf) Object.defineProperty(holder, 'getPrototypeOf', found);
    });
  }
}

/** Once no object has a proxy behind it any more. */
export function stopSeeingThrough(): void {
  while (seeingThrough.length > 0) seeingThrough.pop()!();
  isSeenThrough = false;
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

/** How many entries an object holds, or null where that is not known. */
export function sizeOf(object: object): number | null {
  const collection = collectionKind(object);
  if (collection) return collection.size ? (collection.size.call(object) as number) : null;
  if (Array.isArray(object)) return object.length;
  if (types.isPromise(object) || typeof object === 'function') return null;
  return Reflect.ownKeys(object).length;
}

type Method = (this: object, ...args: unknown[]) => unknown;

interface CollectionKind {
  readonly has: Method;
  readonly size: Method | undefined;
}

const collectionKinds = [
  [types.isMap, methodsOf(Map.prototype)],
  [types.isSet, methodsOf(Set.prototype)],
  [types.isWeakMap, methodsOf(WeakMap.prototype)],
  [types.isWeakSet, methodsOf(WeakSet.prototype)],
] as const;

function collectionKind(object: object): CollectionKind | undefined {
  return collectionKinds.find(([is]) => is(object))?.[1];
}

function methodsOf(prototype: object): CollectionKind {
  const size: PropertyDescriptor | undefined = Object.getOwnPropertyDescriptor(prototype, 'size');
  return { has: Reflect.get(prototype, 'has') as Method, size: size && (Reflect.get(size, 'get') as Method) };
}
