import { defineCause } from '../../cause.ts';

export const ineffectiveRelease = defineCause({
  id: 'ineffective-release',
  title: 'A count that returns to zero, and stays',
  category: 'collection',
  mechanism: 'What a request adds to a Map it sets back when it is over, instead of deleting it: the key stays.',
  article: 2,
  evidence: {
    growing: '(concatenated string)',
    sink: 'Map',
    retainingPath: ['active'],
    signal: 'heap-after-gc',
    isFilledElsewhere: true,
  },
  workload: { path: '/exports/{n}', requests: 3_000 },
});
