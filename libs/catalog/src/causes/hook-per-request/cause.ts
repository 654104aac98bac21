import { defineCause } from '../../cause.ts';

export const hookPerRequest = defineCause({
  id: 'hook-per-request',
  title: 'A middleware, interceptor or plugin added on every request',
  category: 'middleware',
  mechanism:
    'What is shared by all requests keeps a list of its hooks, and runs each of them for every request that follows.',
  article: 4,
  evidence: { growing: 'Layer', sink: 'Array', retainingPath: ['stack'], signal: 'heap-after-gc', package: 'router' },
  workload: { path: '/parcels/7', requests: 2_000 },
});
