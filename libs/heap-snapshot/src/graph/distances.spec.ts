import { element, internal, property, shortcut, weak } from '@watertight/heap-snapshot-testing';
import { readDrawing } from '../spec-helpers/read-drawing.ts';
import { noDistance, systemDistance } from './distances.ts';

test('distances count from the global object, the shortest way', () => {
  const heap = readDrawing({ root: [shortcut('global')], global: ['a', 'b'], a: ['b'], b: ['c'], c: [] });
  expect(['global', 'a', 'b', 'c'].map(heap.distanceOf)).toEqual([1, 2, 2, 3]);
});

test('what only V8 reaches is a system object, far away', () => {
  const heap = readDrawing({
    root: [shortcut('global'), element('(GC roots)')],
    global: [],
    '(GC roots)': { type: 'synthetic', edges: ['code'] },
    code: [],
  });
  expect(heap.distanceOf('code')).toBe(systemDistance + 2);
});

test('without a global object distances count from the root', () => {
  const heap = readDrawing({ root: ['(GC roots)'], '(GC roots)': { type: 'synthetic', edges: ['a'] }, a: [] });
  expect(['root', '(GC roots)', 'a'].map(heap.distanceOf)).toEqual([0, 1, 2]);
});

test('what only weak references lead to has no distance', () => {
  const heap = readDrawing({ root: [shortcut('global')], global: [weak('a')], a: [] });
  expect(heap.distanceOf('a')).toBe(noDistance);
});

test('a value of a WeakMap is as far away as the farther of table and key', () => {
  const pair = 'part of key (Request @7) -> value (State @9) pair in WeakMap (table @5)';
  const heap = readDrawing({
    root: [shortcut('global')],
    global: ['table', 'holder'],
    table: { id: 5, edges: [internal('value', `2 / ${pair}`)] },
    holder: ['inner'],
    inner: ['key'],
    key: { id: 7, edges: [internal('value', `3 / ${pair}`)] },
    value: { id: 9 },
  });
  expect(heap.distanceOf('key')).toBe(4);
  expect(heap.distanceOf('value')).toBe(5);
});

test('descriptors shared between shapes bring nothing nearer', () => {
  const heap = readDrawing({
    root: [shortcut('global')],
    global: ['shape', 'a'],
    shape: { type: 'array', name: '(map descriptors)', edges: [internal('near', '4'), internal('value', '3')] },
    a: ['b'],
    b: [property('near')],
    near: [],
    value: [],
  });
  expect(heap.distanceOf('near')).toBe(4);
  expect(heap.distanceOf('value')).toBe(3);
});

test('the native context’s function map brings nothing nearer', () => {
  const heap = readDrawing({
    root: [shortcut('context')],
    context: {
      type: 'hidden',
      name: 'system / NativeContext',
      edges: [internal('map', 'sloppy_function_map'), property('a')],
    },
    a: ['b'],
    b: ['map'],
    map: { type: 'hidden' },
  });
  expect(heap.distanceOf('map')).toBe(4);
});
