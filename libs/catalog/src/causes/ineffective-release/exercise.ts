import { defineExercise } from '../../exercise.ts';

export const ineffectiveReleaseExercise = defineExercise({
  difficulty: 2,
  story: 'At night no export runs and every count is zero, as it should be. Memory stays where the day left it.',
  hints: [
    'All counts are zero. How many of them are there?',
    'An entry of a Map is there until `delete` or `clear`, whatever its value is.',
    'What is done when the response closes: is it the opposite of what was done at the beginning?',
  ],
  rightFix: {
    title: 'Delete the entry when its count comes to zero',
    why: 'The last one out takes the key along; whoever asks for it again begins with none, which means the same.',
  },
  wrongFixes: [
    {
      id: 'set-undefined',
      title: 'Set the count to undefined instead of zero',
      why: '`undefined` is a value as well. The key stays, and the map with it grows as before.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'delete-another-key',
      title: 'Delete the entry of the export when its count is zero',
      why: 'The map is keyed by address and export, and this deletes by the export alone. `delete` finds nothing and only returns false.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'delete-below-zero',
      title: 'Delete the entry when its count falls below zero',
      why: 'Each request adds one and takes one away, so the count ends at zero and never below. The line is never reached.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
