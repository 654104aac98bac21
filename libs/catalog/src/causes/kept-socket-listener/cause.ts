import { defineCause } from '../../cause.ts';

export const keptSocketListener = defineCause({
  id: 'kept-socket-listener',
  title: 'A listener on the socket that keep-alive carries on',
  category: 'listener',
  mechanism:
    'A kept-alive connection carries many requests, and its socket keeps the listeners of all of them until it closes.',
  article: 4,
  evidence: { signal: 'none', why: 'the load closes its connections before each measurement' },
  workload: { path: '/uploads/7', requests: 2_000 },
});
