import { defineExercise } from '../../exercise.ts';

export const expiredEntryKeptExercise = defineExercise({
  difficulty: 2,
  story: 'A limit for searches forgets everybody after a quarter of a second. So it is said; memory says otherwise.',
  hints: [
    'What happens at the moment when a count is too old?',
    'The time of an entry is looked at when the same client comes again. And when it does not?',
    'Find the statement that makes `buckets` larger, then look for a `delete`.',
  ],
  rightFix: {
    title: 'Sweep what is too old, once in each span',
    why: 'The time of every entry is looked at, whether its client comes again or not. At most two spans of clients are there at once.',
  },
  wrongFixes: [
    {
      id: 'sweep-unused',
      title: 'Sweep the counts that are zero, once in each span',
      why: 'A count begins with zero and is one a line later, so none is ever found. What is over is told by the time, not by the count.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'look-on-close',
      title: 'Delete the entry on close if it is too old by then',
      why: 'A response closes after a millisecond, and its count is too old after 250. It is looked at once, too early.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
