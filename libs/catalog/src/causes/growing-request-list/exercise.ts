import { defineExercise } from '../../exercise.ts';

export const growingRequestListExercise = defineExercise({
  difficulty: 1,
  story: 'The help desk likes the page with the latest ten requests. The server behind it is restarted every night.',
  hints: [
    'Ten requests are shown. How many are kept?',
    'A field of an object lives as long as the object. Who holds the journal?',
    '`push` makes a list longer. Does any statement make this one shorter?',
  ],
  rightFix: {
    title: 'Drop the oldest once there are a thousand',
    why: 'The list is bounded where it grows, with each request, so it cannot be forgotten.',
  },
  wrongFixes: [
    {
      id: 'slice-not-kept',
      title: 'Cut the list back to a thousand with slice',
      why: '`slice` returns a copy and leaves the list as it is; nobody keeps the copy.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'empty-when-read',
      title: 'Empty the list whenever it is shown',
      why: 'It is bounded only by how often somebody looks. Under load nobody does, and who looks twice sees nothing the second time.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'empty-when-full',
      title: 'Empty the list when it has ten, as no more are shown',
      why: 'Memory is flat, but after the eleventh request the page shows one, not ten.',
      outcome: {
        kind: 'changes-responses',
        probe: [...Array.from({ length: 11 }, (_, n) => ({ path: `/mail/${n}` })), { path: '/mail/recent' }],
      },
    },
  ],
});
