import { weak } from '@watertight/heap-snapshot-testing';
import { readDrawing } from '../spec-helpers/read-drawing.ts';

test('retainers are all who refer to a node, weakly or not, as often as they do', () => {
  const heap = readDrawing({ root: ['a', 'b'], a: ['c'], b: [weak('c'), 'c'], c: [] });
  expect(heap.retainersOf('c')).toEqual(['a', 'b', 'b']);
  expect(heap.retainersOf('root')).toEqual([]);
});
