import { defineCause } from '../../cause.ts';

export const subscriptionPerRequest = defineCause({
  id: 'subscription-per-request',
  title: 'A subscription that outlives its request',
  category: 'listener',
  mechanism:
    'A subject of the module keeps a subscriber for each request, and each subscriber keeps the scope it was made in.',
  article: 4,
  evidence: {
    growing: 'SafeSubscriber',
    sink: 'Array',
    retainingPath: ['temperature'],
    signal: 'heap-after-gc',
    package: 'rxjs',
  },
  workload: { path: '/temperature', requests: 2_000 },
});
