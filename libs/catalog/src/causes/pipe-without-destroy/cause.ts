import { defineCause } from '../../cause.ts';

export const pipeWithoutDestroy = defineCause({
  id: 'pipe-without-destroy',
  title: 'A stream piped into a response and left open when the client goes away',
  category: 'resource',
  mechanism:
    '`pipe` ends its target when the source ends, but does nothing to the source when the target closes: the file stays open.',
  article: 3,
  evidence: { growing: 'file descriptor', sink: 'descriptor', retainingPath: [], signal: 'descriptors' },
  workload: { path: '/recordings/latest', requests: 200, scenario: 'scenario.json' },
});
