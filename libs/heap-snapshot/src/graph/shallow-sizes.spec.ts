import { internal, property, shortcut, weak } from '@watertight/heap-snapshot-testing';
import { readDrawing } from '../spec-helpers/read-drawing.ts';

test('the storage of one object counts as the object’s own', () => {
  const heap = readDrawing({
    root: [shortcut('global')],
    global: ['map'],
    map: { selfSizeBytes: 32, edges: [internal('table')] },
    table: { type: 'array', selfSizeBytes: 4000, edges: [internal('chunk')] },
    chunk: { type: 'hidden', selfSizeBytes: 500 },
  });
  expect(heap.shallowBytes('map')).toBe(4532);
  expect(heap.shallowBytes('table')).toBe(0);
});

test('storage that two objects share stays its own', () => {
  const heap = readDrawing({
    root: [shortcut('global')],
    global: ['a', 'b'],
    a: [internal('shape')],
    b: [internal('shape')],
    shape: { type: 'hidden', selfSizeBytes: 80 },
  });
  expect(heap.shallowBytes('a')).toBe(16);
  expect(heap.shallowBytes('shape')).toBe(80);
});

test('a weak reference makes nobody an owner', () => {
  const heap = readDrawing({
    root: [shortcut('global')],
    global: ['a', 'b'],
    a: [internal('cells')],
    b: [weak('cells')],
    cells: { type: 'array', selfSizeBytes: 64 },
  });
  expect(heap.shallowBytes('a')).toBe(80);
});

test('a GC root takes no size over', () => {
  const heap = readDrawing({
    root: [shortcut('global'), property('(GC roots)')],
    global: [],
    '(GC roots)': { type: 'synthetic', edges: ['list'] },
    list: { type: 'array', selfSizeBytes: 48 },
  });
  expect(heap.shallowBytes('list')).toBe(48);
});

test('with V8’s internals exposed every node keeps its own size', () => {
  // Such a snapshot has no shortcut to the program’s global object.
  const heap = readDrawing({
    root: ['(GC roots)'],
    '(GC roots)': { type: 'synthetic', edges: ['map'] },
    map: [internal('table')],
    table: { type: 'array', selfSizeBytes: 4000 },
  });
  expect(heap.shallowBytes('map')).toBe(16);
  expect(heap.shallowBytes('table')).toBe(4000);
});

test('the text behind an external string is the string’s', () => {
  const heap = readDrawing({
    root: [shortcut('global')],
    global: ['text'],
    text: { type: 'string', selfSizeBytes: 24, edges: [internal('data')] },
    data: { type: 'native', name: 'system / ExternalStringData', selfSizeBytes: 100_000 },
  });
  expect(heap.shallowBytes('text')).toBe(100_024);
});
