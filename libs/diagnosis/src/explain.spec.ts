import type { Evidence, Leak } from '@watertight/evidence';
import { explain, type Symptoms } from './explain.ts';
import { explainEvidence } from './explain-evidence.ts';

const growing: Symptoms = {
  signal: 'heap-after-gc',
  sink: { kind: 'Map', name: 'visitors' },
  constructor: 'Visitor',
  package: null,
  retainingPath: [],
};
const pilingUpIn = (kind: string, name = 'entries'): Symptoms => ({ ...growing, sink: { kind, name } });

describe('explains', () => {
  test.each<[string, Symptoms, string]>([
    ['descriptors that stay open', { ...growing, signal: 'descriptors', sink: null }, 'unclosed-file'],
    ['a Map that grows', pilingUpIn('Map'), 'unbounded-cache'],
    ['a Set that grows', pilingUpIn('Set'), 'unbounded-cache'],
    ['an object used as a dictionary', pilingUpIn('Object'), 'unbounded-cache'],
    ['an Array that grows', pilingUpIn('Array', 'this.recent'), 'growing-request-list'],
    [
      'a request that a field keeps',
      {
        ...growing,
        signal: 'watched-objects',
        sink: { kind: 'field', name: 'current' },
        constructor: 'IncomingMessage',
      },
      'request-in-field',
    ],
    [
      'a request that something unnamed keeps',
      { ...growing, signal: 'watched-objects', sink: null, constructor: 'IncomingMessage' },
      'request-in-field',
    ],
    [
      'requests that an Array keeps',
      { ...pilingUpIn('Array'), signal: 'watched-objects', constructor: 'IncomingMessage' },
      'growing-request-list',
    ],
    ['listeners that pile up on an emitter', pilingUpIn('Array', 'priceUpdates._events.price'), 'listener-per-request'],
    ['listeners by the name of their emitter', pilingUpIn('Array', "priceUpdates.on('price')"), 'listener-per-request'],
    ['listeners of ever new events', pilingUpIn('Object', 'priceUpdates.on(…)'), 'listener-per-request'],
    ['listeners of an EventTarget', pilingUpIn('Map', 'hub.addEventListener(…)'), 'listener-per-request'],
    ['listeners of a signal', pilingUpIn('field', 'stopping.#signal.addEventListener(…)'), 'abort-listener'],
    [
      'sessions in the store that express-session comes with',
      { ...pilingUpIn('Object', 'store.sessions'), package: { name: 'express-session', version: '1.19.0' } },
      'memory-session-store',
    ],
    [
      'a text that becomes longer',
      { ...pilingUpIn('variable', 'journal'), constructor: '(concatenated string)' },
      'growing-text',
    ],
    [
      'what waits for a promise',
      { ...pilingUpIn('Promise', 'stopped'), constructor: 'Promise' },
      'race-with-lasting-promise',
    ],
    ['timers that nobody clears', pilingUpIn('TimersList', 'timers'), 'timer-per-request'],
    [
      'a sink in a package, whatever it is',
      { ...pilingUpIn('Object'), package: { name: 'mustache', version: '3.2.1' } },
      'leaky-dependency',
    ],
  ])('%s', (_title, symptoms, cause) => {
    expect(explain(symptoms)).toBe(cause);
  });

  test.each(['Array', 'Set'])('objects in a growing %s that refer back to its owner as an anchored cycle', (kind) => {
    expect(explain({ ...pilingUpIn(kind), cyclic: true })).toBe('anchored-cycle');
  });

  test('a keyed cache as a cache although its entries refer back', () => {
    expect(explain({ ...pilingUpIn('Map'), cyclic: true })).toBe('unbounded-cache');
  });
});

describe('does not explain', () => {
  test.each<[string, Symptoms]>([
    ['functions in an Array', { ...pilingUpIn('Array'), constructor: '(closure)' }],
    ['timers', { ...pilingUpIn('Map'), constructor: 'Timeout' }],
    ['growth without a sink', { ...growing, sink: null }],
    ['growth in a container that nobody knows', pilingUpIn('BTree')],
    ['external memory without a sink', { ...growing, signal: 'external', sink: null }],
  ])('%s', (_title, symptoms) => {
    expect(explain(symptoms)).toBeNull();
  });
});

test('the leaks of a trial get their causes, and keep those that they have', () => {
  const leak = { ...growing, cause: null } as unknown as Leak;
  const evidence = { leaks: [leak, { ...leak, cause: 'other-cause' }] } as unknown as Evidence;
  expect(explainEvidence(evidence).leaks.map(({ cause }) => cause)).toEqual(['unbounded-cache', 'other-cause']);
});
