import { defineCause } from '../../cause.ts';

export const growingText = defineCause({
  id: 'growing-text',
  title: 'A text to which each request appends',
  category: 'collection',
  mechanism: 'A variable of the module holds a text that becomes longer with each request, and nothing shortens it.',
  article: 2,
  evidence: {
    growing: '(concatenated string)',
    sink: 'variable',
    retainingPath: ['journal'],
    signal: 'heap-after-gc',
  },
  workload: { path: '/journal/{n}', requests: 3_000 },
});
