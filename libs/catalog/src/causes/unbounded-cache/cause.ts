import { defineCause } from '../../cause.ts';

export const unboundedCache = defineCause({
  id: 'unbounded-cache',
  title: 'Request data kept in a module-level Map',
  category: 'collection',
  mechanism: 'A module-level Map gains an entry for each new client address, and nothing ever removes one.',
  article: 2,
  evidence: {
    growing: 'Object',
    sink: 'Map',
    retainingPath: ['visitors'],
    signal: 'heap-after-gc',
  },
  workload: { path: '/visitors', headers: { 'x-forwarded-for': '198.51.100.{n}' }, requests: 3_000 },
});
