import { defineExercise } from '../../exercise.ts';

export const mismatchedRemovalExercise = defineExercise({
  difficulty: 4,
  story:
    'Each offer is taken off the list when its response closes: there is a line for that. The list grows as if there were none.',
  hints: [
    'What is added and what is removed: how many of each are there?',
    'An emitter compares functions by identity. When are two of them the same?',
    '`bind` makes a new function with each call. How often is it called here?',
  ],
  rightFix: {
    title: 'Bind once, and keep the function for both',
    why: 'What is taken off is the very function that was put on.',
  },
  wrongFixes: [
    {
      id: 'arrow-functions',
      title: 'Write arrow functions in place of bind',
      why: 'Two arrow functions with the same text are two functions, just as two bound ones are.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'named-too-late',
      title: 'Give the function a name before it is taken off',
      why: 'It has a name now, and is still another one than that which was put on.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
