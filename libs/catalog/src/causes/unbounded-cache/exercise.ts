import { defineExercise } from '../../exercise.ts';

const visit = { path: '/visitors', headers: { 'x-forwarded-for': '203.0.113.9' } };

export const unboundedCacheExercise = defineExercise({
  difficulty: 1,
  story: 'The counter of visits works. After a week the server needs four times the memory of its first day.',
  hints: [
    'Which variables live as long as the process, and which as long as a request?',
    'The map is keyed by the address of the client. How many addresses are there in a week?',
    'Look for the one statement that makes `visitors` larger, and for one that makes it smaller.',
  ],
  rightFix: {
    title: 'Keep the latest thousand visitors in an LRU cache',
    why: 'The number of entries is bounded, whoever comes. Who is pushed out starts again at one visit: that is what the bound costs.',
  },
  wrongFixes: [
    {
      id: 'weak-values',
      title: 'Hold the visitors weakly, through WeakRef',
      why: 'The visitor is collected, but its key and its WeakRef stay in the map: there is still an entry for each address, and now visits are forgotten whenever the collector likes.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'delete-on-close',
      title: 'Delete the entry when the response closes',
      why: 'Memory is flat, but the map no longer remembers anything: every visit is the first. A fix that takes the feature away is none.',
      outcome: { kind: 'changes-responses', probe: [visit, visit] },
    },
    {
      id: 'expiry-on-read',
      title: 'Give each entry an expiry, and drop it when it is read',
      why: 'What has expired goes only when the same address comes back. Those that never do, which is most of them, stay for ever.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
