import { defineCause } from '../../cause.ts';

export const leakyDependency = defineCause({
  id: 'leaky-dependency',
  title: 'A dependency that never forgets',
  category: 'dependency',
  mechanism:
    'mustache keeps the parsed form of every template text in the cache of its one default writer; before 4.0.0 nothing switches that off.',
  article: 5,
  evidence: {
    growing: 'Array',
    sink: 'Object',
    retainingPath: ['defaultWriter', 'cache'],
    signal: 'heap-after-gc',
    package: 'mustache',
  },
  workload: { path: '/letters/reader-{n}', requests: 2_000 },
});
