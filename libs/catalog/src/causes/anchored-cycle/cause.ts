import { defineCause } from '../../cause.ts';

export const anchoredCycle = defineCause({
  id: 'anchored-cycle',
  title: 'A cycle anchored to something long-lived',
  category: 'cycle',
  mechanism:
    'A module-level parent keeps every child in a set, and each child refers back to it; the cycle is harmless, the anchor is not.',
  article: 1,
  evidence: {
    growing: 'Turn',
    sink: 'Set',
    retainingPath: ['conversation', 'replies'],
    signal: 'heap-after-gc',
  },
  workload: { path: '/turns/hello-{n}', requests: 3_000 },
});
