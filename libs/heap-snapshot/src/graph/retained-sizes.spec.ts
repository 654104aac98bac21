import { readDrawing } from '../spec-helpers/read-drawing.ts';

test('an object retains itself and what only it leads to', () => {
  const heap = readDrawing({
    root: ['a', 'b'],
    a: { selfSizeBytes: 10, edges: ['mine', 'ours'] },
    b: { selfSizeBytes: 20, edges: ['ours'] },
    mine: { selfSizeBytes: 100 },
    ours: { selfSizeBytes: 1000 },
  });
  expect(heap.retainedBytes('a')).toBe(110);
  expect(heap.retainedBytes('b')).toBe(20);
  expect(heap.retainedBytes('root')).toBe(1130);
});

test('a buffer above 4 GiB counts in full', () => {
  const fiveGiB = 5 * 2 ** 30;
  const heap = readDrawing({
    root: ['buffer', 'other'],
    buffer: { edges: ['bytes'] },
    other: { type: 'native', selfSizeBytes: fiveGiB },
    bytes: { type: 'native', selfSizeBytes: fiveGiB },
  });
  expect(heap.retainedBytes('buffer')).toBe(fiveGiB + 16);
  expect(heap.retainedBytes('root')).toBe(2 * fiveGiB + 16);
});
