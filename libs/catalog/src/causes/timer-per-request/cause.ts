import { defineCause } from '../../cause.ts';

export const timerPerRequest = defineCause({
  id: 'timer-per-request',
  title: 'An interval started on every request',
  category: 'timer',
  mechanism:
    'The runtime keeps a running interval until it is cleared, and the interval keeps the response it writes to.',
  article: 3,
  evidence: {
    growing: 'Timeout',
    sink: 'TimersList',
    retainingPath: ['15000'],
    signal: 'heap-after-gc',
  },
  workload: { path: '/reports/7', requests: 2_000 },
});
