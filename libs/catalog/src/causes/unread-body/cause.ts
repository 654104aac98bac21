import { defineCause } from '../../cause.ts';

export const unreadBody = defineCause({
  id: 'unread-body',
  title: 'The body of an answer that nobody reads',
  category: 'resource',
  mechanism: 'The connection to another server is taken until the body of its answer was read, or dropped.',
  article: 3,
  evidence: { signal: 'none', why: 'it takes another server whose answers go wrong' },
  workload: { path: '/kettle', requests: 2_000 },
});
