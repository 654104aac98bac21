import { declaredCap, declaredCount } from './declared-numbers.ts';

class PrivateCap {
  readonly #max: number;
  constructor(max: number) {
    this.#max = max;
  }
  get max(): number {
    return this.#max;
  }
}

test.each([
  ['a field', { max: 10 }],
  ['a field that is meant to be private', { _maxSize: 10 }],
  ['a symbol', { [Symbol('max')]: 10 }],
  ['a getter of its class', new PrivateCap(10)],
  ['its options', { options: { maxKeys: 10 } }],
])('a cap is told by %s', (_by, object) => {
  expect(declaredCap(object)).toBe(10);
});

test.each([
  ['has no bound', { max: Infinity }],
  ['speaks of listeners', { _maxListeners: 10 }],
  ['tells by a function', { max: () => 10 }],
  ['throws', Object.defineProperty({}, 'max', { get: () => fail('never') })],
  ['is a prototype', PrivateCap.prototype],
  ['is empty', Object.create(null) as object],
])('no cap is told by what %s', (_what, object) => {
  expect(declaredCap(object)).toBeNull();
});

test('a list that is no array says how long it is', () => {
  expect(declaredCount({ head: null, length: 3 })).toBe(3);
  expect(declaredCount({ head: null })).toBeNull();
});
