import { defineCause } from '../../cause.ts';

export const requestInField = defineCause({
  id: 'request-in-field',
  title: 'A middleware that keeps the last request in a field',
  category: 'middleware',
  mechanism:
    'A middleware object lives as long as the process, so the request in its field outlives its response until the next one comes.',
  article: 4,
  evidence: {
    growing: 'IncomingMessage',
    sink: 'field',
    retainingPath: ['stamp', 'current'],
    signal: 'watched-objects',
  },
  workload: { path: '/greetings/{n}', requests: 2_000 },
});
