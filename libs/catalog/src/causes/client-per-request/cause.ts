import { defineCause } from '../../cause.ts';

export const clientPerRequest = defineCause({
  id: 'client-per-request',
  title: 'A client made on every request',
  category: 'resource',
  mechanism:
    'A client holds a socket, a pool or a timer until it is closed; the runtime holds those, and they hold the client.',
  article: 3,
  evidence: { growing: 'file descriptor', sink: 'descriptor', retainingPath: [], signal: 'descriptors' },
  workload: { path: '/tea/green', requests: 2_000 },
});
