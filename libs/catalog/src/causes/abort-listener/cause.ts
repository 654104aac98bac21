import { defineCause } from '../../cause.ts';

export const abortListener = defineCause({
  id: 'abort-listener',
  title: 'An abort listener on a signal that outlives the request',
  category: 'listener',
  mechanism:
    'A signal keeps each listener until it aborts, and one for the end of the process does so once, at the end.',
  article: 4,
  evidence: { growing: 'Object', sink: 'EventTarget', retainingPath: ['stopping'], signal: 'heap-after-gc' },
  workload: { path: '/forecasts/Oslo', requests: 2_000 },
});
