import { defineCause } from '../../cause.ts';

export const unboundedMemo = defineCause({
  id: 'unbounded-memo',
  title: 'Results remembered for every argument',
  category: 'collection',
  mechanism:
    'A memoised function keeps its result for each argument that it was ever called with, and requests bring the arguments.',
  article: 2,
  evidence: {
    growing: 'Object',
    sink: 'Map',
    retainingPath: ['results'],
    signal: 'heap-after-gc',
  },
  workload: { path: '/slugs/title-{n}', requests: 3_000 },
});
