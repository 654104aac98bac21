import { defineCause } from '../../cause.ts';

export const unclosedFile = defineCause({
  id: 'unclosed-file',
  title: 'A file opened on every request and never closed',
  category: 'resource',
  mechanism: 'A raw descriptor belongs to the process until it is closed; the collector knows nothing of it.',
  article: 3,
  evidence: {
    growing: 'file descriptor',
    sink: 'descriptor',
    retainingPath: [],
    signal: 'descriptors',
  },
  workload: { path: '/pages/0', requests: 2_000 },
});
