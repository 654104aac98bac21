import { internal, property, shortcut, weak } from '@watertight/heap-snapshot-testing';
import { readDrawing } from '../spec-helpers/read-drawing.ts';

test('a chain is dominated link by link', () => {
  const heap = readDrawing({ root: ['a'], a: ['b'], b: ['c'], c: [] });
  expect(['a', 'b', 'c'].map(heap.dominatorOf)).toEqual(['root', 'a', 'b']);
});

test('a diamond is dominated by its top', () => {
  // root → a → b → d
  //          ↘ c ↗
  const heap = readDrawing({ root: ['a'], a: ['b', 'c'], b: ['d'], c: ['d'], d: [] });
  expect(heap.dominatorOf('d')).toBe('a');
});

test('what two roots share is dominated by the root', () => {
  const heap = readDrawing({ root: ['a', 'b'], a: ['shared'], b: ['shared'], shared: [] });
  expect(heap.dominatorOf('shared')).toBe('root');
});

test('a way back changes no dominator', () => {
  const heap = readDrawing({ root: ['a'], a: ['b'], b: ['c'], c: ['a', 'b'] });
  expect(['a', 'b', 'c'].map(heap.dominatorOf)).toEqual(['root', 'a', 'b']);
});

test('two nodes that reach each other from two sides have the fork above them', () => {
  // The loop b ⇄ c can be entered at either end.
  const heap = readDrawing({ root: ['a'], a: ['b', 'c'], b: ['c'], c: ['b'] });
  expect(['b', 'c'].map(heap.dominatorOf)).toEqual(['a', 'a']);
});

test('a weak reference dominates nothing', () => {
  const heap = readDrawing({ root: ['a', 'b'], a: [weak('c')], b: ['c'], c: [] });
  expect(heap.dominatorOf('c')).toBe('b');
});

test('a reference to itself makes nothing its own dominator', () => {
  const heap = readDrawing({ root: ['a'], a: ['a'] });
  expect(heap.dominatorOf('a')).toBe('root');
});

test('a shortcut counts from the root only', () => {
  const heap = readDrawing({ root: ['a', 'b', shortcut('d')], a: [shortcut('c'), 'd'], b: ['c'], c: [], d: [] });
  expect(heap.dominatorOf('d')).toBe('root');
  expect(heap.dominatorOf('c')).toBe('b');
});

test('a reference from outside of the program into it counts for nothing', () => {
  // The debugger holds what the program’s cache holds: the cache alone answers for it.
  const heap = readDrawing({
    root: [shortcut('global'), property('debugger')],
    global: ['cache'],
    cache: ['entry'],
    debugger: ['entry'],
    entry: [],
  });
  expect(heap.dominatorOf('entry')).toBe('cache');
});

test('a value of a WeakMap is dominated by its key, not by the table', () => {
  const pair = 'part of key (Request @7) -> value (State @9) pair in WeakMap (table @5)';
  const heap = readDrawing({
    root: ['table', 'holder'],
    holder: ['key'],
    table: { id: 5, edges: [internal('value', `2 / ${pair}`)] },
    key: { id: 7, edges: [internal('value', `3 / ${pair}`)] },
    value: { id: 9 },
  });
  expect(heap.dominatorOf('value')).toBe('key');
});

test('a node with only weak retainers hangs on the root, and what it holds on it', () => {
  const heap = readDrawing({ root: ['a'], a: [weak('orphan')], orphan: ['held'], held: [] });
  expect(['orphan', 'held'].map(heap.dominatorOf)).toEqual(['root', 'orphan']);
});

test('nodes that only each other retain hang on the root one by one', () => {
  const heap = readDrawing({ root: ['a'], a: [], left: ['right'], right: ['left'] });
  expect(['left', 'right'].map(heap.dominatorOf)).toEqual(['root', 'root']);
});

test('a list of 200,000 links needs no deep stack', () => {
  const links = 200_000;
  const drawing: Record<string, string[]> = { root: ['n0'] };
  for (let i = 0; i < links; i += 1) drawing[`n${i}`] = i + 1 < links ? [`n${i + 1}`] : [];
  const heap = readDrawing(drawing);
  expect(heap.dominatorOf('n199999')).toBe('n199998');
  expect(heap.retainedBytes('n0')).toBe(16 * links);
});
