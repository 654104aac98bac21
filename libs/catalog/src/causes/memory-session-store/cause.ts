import { defineCause } from '../../cause.ts';

export const memorySessionStore = defineCause({
  id: 'memory-session-store',
  title: 'Sessions in the default MemoryStore',
  category: 'dependency',
  mechanism:
    'Where no store is given, express-session keeps each session in an object of the process, and drops one only when it is asked for after its end.',
  article: 5,
  evidence: {
    growing: '(concatenated string)',
    sink: 'Object',
    retainingPath: ['sessions'],
    signal: 'heap-after-gc',
    package: 'express-session',
    isFilledElsewhere: true,
  },
  workload: { path: '/basket', requests: 21_000 },
});
