import { defineCause } from '../../cause.ts';

export const leakyDependency = defineCause({
  id: 'leaky-dependency',
  title: 'A dependency that never forgets',
  category: 'dependency',
  mechanism:
    'mustache before 4.0.0 keeps the parsed form of every template text in the cache of its one default writer.',
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
