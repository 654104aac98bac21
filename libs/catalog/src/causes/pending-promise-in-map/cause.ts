import { defineCause } from '../../cause.ts';

export const pendingPromiseInMap = defineCause({
  id: 'pending-promise-in-map',
  title: 'Promises that wait in a map for an answer that never comes',
  category: 'collection',
  mechanism:
    'A Map keeps a promise for each question to another service until the answer comes, and has no time after which it gives up.',
  article: 2,
  evidence: {
    growing: 'Function',
    sink: 'Map',
    retainingPath: ['waiting'],
    signal: 'heap-after-gc',
  },
  twin: 'by-hand',
  workload: { path: '/stock/item-{n}', requests: 2_000 },
});
