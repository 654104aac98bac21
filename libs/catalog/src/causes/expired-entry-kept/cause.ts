import { defineCause } from '../../cause.ts';

export const expiredEntryKept = defineCause({
  id: 'expired-entry-kept',
  title: 'Entries that expire, but are only looked at when they are read',
  category: 'collection',
  mechanism:
    'A Map keeps a count for each client until its time is over, and nobody looks at the time of a client that does not come again.',
  article: 2,
  evidence: {
    growing: 'Object',
    sink: 'Map',
    retainingPath: ['buckets'],
    signal: 'heap-after-gc',
  },
  workload: { path: '/searches', headers: { 'x-forwarded-for': '198.51.100.{n}' }, requests: 3_000 },
});
