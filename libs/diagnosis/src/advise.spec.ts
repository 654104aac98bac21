import type { Leak } from '@watertight/evidence';
import { advise } from './advise.ts';
import { objectsOf } from './objects-of.ts';

const leak: Leak = {
  signature: 'a',
  cause: 'unbounded-cache',
  signal: 'heap-after-gc',
  retainedBytesPerRequest: 412,
  objectsPerRequest: 3,
  sink: { kind: 'Map', name: 'visitors' },
  insertion: null,
  constructor: 'Visitor',
  retainingPath: [],
  allocationSites: [],
  package: null,
  routes: [],
};

test.each<[string, string]>([
  [
    'unbounded-cache',
    'bound visitors: an LRU cache with a cap, or delete each entry when its work is done or its time over',
  ],
  ['growing-request-list', 'cap visitors: drop the oldest entry after each push'],
  ['unclosed-file', 'close the file on every path, in a `finally` or with `pipeline`'],
  ['request-in-field', 'keep the request in a local or in `res.locals`, not in visitors'],
  [
    'anchored-cycle',
    'take the Visitor objects out of visitors when the response closes: the cycle is freed once nothing long-lived holds it',
  ],
])('advises by the cause: %s', (cause, advice) => {
  expect(advise({ ...leak, cause })).toBe(advice);
});

test('names the package and its version', () => {
  const inPackage = { ...leak, cause: 'leaky-dependency', package: { name: 'mustache', version: '3.2.1' } };
  expect(advise(inPackage)).toBe('update or replace mustache 3.2.1, or do not share the object that holds visitors');
});

test('explains a leak that has no cause yet', () => {
  expect(advise({ ...leak, cause: null })).toBe(advise(leak));
});

test('falls back on the sink where no cause explains the leak', () => {
  expect(advise({ ...leak, cause: null, sink: { kind: 'BTree', name: 'index' } })).toBe(
    'remove the Visitor objects from index when the request is done',
  );
});

test('asks for handles to be closed', () => {
  const watcher = { ...leak, cause: null, sink: { kind: 'handle', name: 'FSWatcher' }, constructor: 'FSWatcher' };
  expect(advise(watcher)).toBe('close each FSWatcher when the work that needs it is done');
});

test('says what to do about listeners and timers, by what they pile up in', () => {
  const unexplained = { ...leak, cause: null, constructor: 'Function' };
  expect(advise({ ...unexplained, sink: { kind: 'Array', name: "config.on('change')" } })).toBe(
    'remove the listener when the response closes, or add it once, outside of the handler',
  );
  expect(advise({ ...unexplained, sink: { kind: 'TimersList', name: 'timers' } })).toBe(
    'clear the timer when the response closes',
  );
});

test.each([
  ['Visitor', 'Visitor objects'],
  ['Object', 'plain objects'],
  ['(concatenated string)', 'strings'],
])('calls what is a %s by a word for people', (constructor, words) => {
  expect(advise({ ...leak, cause: null, constructor, sink: { kind: 'BTree', name: 'index' } })).toBe(
    `remove the ${words} from index when the request is done`,
  );
});

test('still says where to look when nothing is known', () => {
  const unknown: Leak = { ...leak, cause: null, sink: null, constructor: null };
  expect(advise(unknown)).toBe(
    'look for what keeps the objects alive after the response; run more requests for a clearer picture',
  );
  expect(advise({ ...unknown, signal: 'external' })).toContain('native handles');
});

test.each([
  ['Visitor', 'Visitor objects'],
  ['Function', 'functions'],
  ['Array', 'arrays'],
  ['Object', 'plain objects'],
  ['constructor', 'constructor objects'],
  [null, 'objects'],
])('instances of %s are called %s', (constructor, noun) => {
  expect(objectsOf(constructor)).toBe(noun);
});

test('what the source says of the place is better advice than the cause alone', () => {
  const finding = {
    rule: 'unbounded-cache',
    cause: 'unbounded-cache',
    file: 'src/limit.ts',
    line: 8,
    column: 3,
    message: 'hits keeps an entry for every ip and keeps it when its time is over; sweep the entries that expired',
    confidence: 'high' as const,
    fix: 'suggested' as const,
    fingerprint: 'f1',
  };
  expect(advise({ ...leak, finding })).toBe('sweep the entries that expired');
  expect(advise({ ...leak, finding: { ...finding, message: 'hits grows' } })).toBe(advise(leak));
});
