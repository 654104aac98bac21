import type { HeapSummary } from '@watertight/evidence';
import { tellNearLimit } from './near-limit.ts';

const megabyte = 2 ** 20;
const summary = (accumulations: HeapSummary['accumulations']) =>
  ({ bytes: 96 * megabyte, accumulations }) as unknown as HeapSummary;

test('a trainee is told what had filled the heap, by its names, not by the file', () => {
  const map = { id: 7, label: 'Map', shallowBytes: 32, retainedBytes: 84 * megabyte, source: null };
  const retainingPath = ['/srv/exercise/dist/routes/unbounded-cache/route.js', 'visitors: Map'];
  expect(tellNearLimit(summary([{ ...map, retainingPath }]))).toBe(
    'before it was full, 84 of 96 MB were in visitors: Map',
  );
});

test('where nothing piled up, nothing is told', () => {
  expect(tellNearLimit(summary([]))).toBeNull();
});
