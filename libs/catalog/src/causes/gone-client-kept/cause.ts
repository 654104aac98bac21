import { defineCause } from '../../cause.ts';

export const goneClientKept = defineCause({
  id: 'gone-client-kept',
  title: 'Clients that stay in the list when they are gone',
  category: 'collection',
  mechanism:
    'A Set of the responses to write news to gains each client that connects, and none leaves when its connection closes.',
  article: 4,
  evidence: {
    growing: 'ServerResponse',
    sink: 'Set',
    retainingPath: ['readers'],
    signal: 'watched-objects',
  },
  workload: { path: '/news', requests: 2_000 },
});
