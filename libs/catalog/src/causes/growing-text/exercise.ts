import { defineExercise } from '../../exercise.ts';

export const growingTextExercise = defineExercise({
  difficulty: 1,
  story:
    'A small journal of who read what. It is a text of some kilobytes in the morning and of many megabytes at night.',
  hints: [
    'How long does a variable of the module live?',
    'A text is a value like any other: whoever appends to it makes a longer one. Who makes it shorter?',
    'Look for `+=` on something that is declared outside of the handler.',
  ],
  rightFix: {
    title: 'Keep the latest ten thousand characters once there are more than twenty thousand',
    why: 'The text is cut where it grows, and the cut one is what is kept.',
  },
  wrongFixes: [
    {
      id: 'slice-not-kept',
      title: 'Cut the text with slice once it is too long',
      why: 'A text never changes: `slice` returns a shorter one and leaves this one as it is. Nobody keeps what it returns.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'lines-joined-later',
      title: 'Collect lines in an array, and join them when they are read',
      why: 'An array of all lines is no smaller than a text of all lines. It is another place, and still without an end.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'shorter-entries',
      title: 'Leave the agent out, which makes most of an entry',
      why: 'Each entry is half as long, so memory lasts twice as long. Less for each request is not bounded.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
