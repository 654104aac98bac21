import { defineCause } from '../../cause.ts';

export const unreleasedResource = defineCause({
  id: 'unreleased-resource',
  title: 'A pool client, session or page that some path does not give back',
  category: 'resource',
  mechanism:
    'What is lent stays lent until it is given back; an early return or an error goes round the line that would.',
  article: 3,
  evidence: { signal: 'none', why: 'the pools and servers that lend are other processes' },
  workload: { path: '/orders/1', requests: 2_000 },
});
