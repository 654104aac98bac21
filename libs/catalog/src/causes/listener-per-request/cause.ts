import { defineCause } from '../../cause.ts';

export const listenerPerRequest = defineCause({
  id: 'listener-per-request',
  title: 'A listener added on every request',
  category: 'listener',
  mechanism: 'A module-level emitter keeps each listener, and each listener keeps what it closes over.',
  article: 4,
  evidence: {
    growing: 'Function',
    sink: 'Array',
    retainingPath: ['priceUpdates', 'change'],
    signal: 'heap-after-gc',
  },
  workload: { path: '/prices/cup', requests: 2_000 },
});
