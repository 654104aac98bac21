import { defineCause } from '../../cause.ts';

export const growingRequestList = defineCause({
  id: 'growing-request-list',
  title: 'A middleware that writes down every request',
  category: 'middleware',
  mechanism:
    'A middleware object lives as long as the process and pushes a record per request; only the last ten are ever read.',
  article: 4,
  evidence: {
    growing: 'Object',
    sink: 'Array',
    retainingPath: ['journal', 'recent'],
    signal: 'heap-after-gc',
  },
  workload: { path: '/mail/{n}', requests: 3_000 },
});
