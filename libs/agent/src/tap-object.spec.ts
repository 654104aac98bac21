import { EventEmitter } from 'node:events';
import { sizeOf, tapObject } from './tap-object.ts';

function tapped<T extends object>(object: T, fields: readonly string[] = [], events?: readonly string[]) {
  const noted: unknown[] = [];
  const undo = tapObject(object, { fields, events }, (callee) => noted.push(callee));
  const remove = () => {
    while (undo.length > 0) undo.pop()!();
  };
  return { noted, remove };
}

class Registry extends EventEmitter {
  [key: string]: unknown;
}

test('of an emitter only the listeners for the events in question are noted', () => {
  const emitter = new EventEmitter();
  const closing = Symbol('closing');
  const { noted, remove } = tapped(emitter, [], ['error', '<symbol closing>']);
  for (const event of ['error', 'data', closing, Symbol('other')]) emitter.on(event, () => undefined);
  emitter.once('error', () => undefined).once('data', () => undefined);
  remove();
  expect(noted).toHaveLength(3);
  expect(emitter.eventNames()).toHaveLength(4);
});

test('each new entry is noted once, one that is there already is not', () => {
  const [map, set, list, emitter] = [new Map([['old', 1]]), new Set(['old']), ['old'], new EventEmitter()];
  const taps = [map, set, list, emitter].map((object) => tapped(object));
  map.set('old', 2).set('new', 3);
  set.add('old').add('new');
  list.push('new');
  list[2] = 'newer';
  list[2] = 'newest';
  emitter.on('event', () => undefined);
  expect(taps.map(({ noted }) => noted.length)).toEqual([1, 1, 2, 1]);
  expect([map.size, set.size, list.length, emitter.listenerCount('event')]).toEqual([2, 2, 3, 1]);
});

test('new keys of a dictionary are noted, known ones and assigned fields only where they are asked for', () => {
  const dictionary: Record<string, unknown> = { known: 1, field: 1 };
  const { noted } = tapped(dictionary, ['field']);
  dictionary['known'] = 2;
  expect(noted).toHaveLength(0);
  dictionary['field'] = 2;
  dictionary['new'] = 3;
  expect(noted).toHaveLength(2);
  expect(dictionary).toEqual({ known: 2, field: 2, new: 3 });
});

test('collections are known by what they are, whatever their class and prototype', () => {
  const set = new Set(['old']);
  Object.setPrototypeOf(
    set,
    Object.create(null, { add: Object.getOwnPropertyDescriptor(Set.prototype, 'add')! }) as object,
  );
  const { noted } = tapped(set);
  set.add('old').add('new');
  expect([noted.length, sizeOf(set)]).toEqual([1, 2]);
});

test('a dictionary has as many entries as it has keys, symbols among them', () => {
  expect(sizeOf({ text: 1, [Symbol('key')]: 2 })).toBe(2);
  expect([sizeOf(new WeakMap()), sizeOf(Promise.resolve())]).toEqual([null, null]);
});

test('a tapped object is still of its class and of its prototype', () => {
  const registry = new Registry();
  tapped(registry);
  expect(registry instanceof Registry && registry instanceof EventEmitter).toBe(true);
  expect(Registry.prototype.isPrototypeOf(registry)).toBe(true);
  expect([Object.getPrototypeOf(registry), Reflect.getPrototypeOf(registry)]).toEqual([
    Registry.prototype,
    Registry.prototype,
  ]);
  const [plain, bare] = [{}, Object.create(null) as object];
  tapped(plain);
  tapped(bare);
  expect(Object.getPrototypeOf(plain)).toBe(Object.prototype);
  expect(Object.getPrototypeOf(bare)).toBeNull();
});

test('setters and read-only properties of a class keep their meaning under a tap', () => {
  class Guarded {
    seen: unknown;
    set watched(value: unknown) {
      this.seen = value;
    }
    get fixed() {
      return 1;
    }
  }
  const guarded = new Guarded();
  const { noted } = tapped(guarded);
  guarded.watched = 5;
  expect(guarded.seen).toBe(5);
  expect(() => Object.assign(guarded, { fixed: 2 })).toThrow(TypeError);
  expect(noted).toHaveLength(0);
});

test('a removed tap leaves the object as it was, with what it holds now', () => {
  const registry = new Registry();
  const before = Object.getOwnPropertyNames(registry);
  const { noted, remove } = tapped(registry);
  registry['new'] = 1;
  remove();
  registry['newer'] = 2;
  registry.on('event', () => undefined);
  expect(noted).toHaveLength(1);
  expect(Object.getOwnPropertyNames(registry)).toEqual([...before, 'new', 'newer']);
  expect(Object.getPrototypeOf(registry)).toBe(Registry.prototype);
});
