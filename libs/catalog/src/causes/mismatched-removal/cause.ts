import { defineCause } from '../../cause.ts';

export const mismatchedRemoval = defineCause({
  id: 'mismatched-removal',
  title: 'A listener removed by another function than was added',
  category: 'listener',
  mechanism:
    'An emitter finds what to remove by identity; a second arrow function or a second `bind` is another function, and nothing is removed.',
  article: 4,
  evidence: { growing: 'Function', sink: 'Array', retainingPath: ['stock', 'sold-out'], signal: 'heap-after-gc' },
  workload: { path: '/offers/cup', requests: 2_000 },
});
