import { defineCause } from '../../cause.ts';

export const raceWithLastingPromise = defineCause({
  id: 'race-with-lasting-promise',
  title: 'A race against a promise that never settles',
  category: 'listener',
  mechanism:
    'A promise keeps a reaction for everything that waits for it until it settles, and this one settles when the process ends.',
  article: 2,
  evidence: { growing: 'Promise', sink: 'Promise', retainingPath: ['stopped'], signal: 'heap-after-gc' },
  twin: 'by-hand',
  workload: { path: '/weather/{n}', requests: 3_000 },
});
