import { defineExercise } from '../../exercise.ts';

export const registryPerRequestExercise = defineExercise({
  difficulty: 3,
  story:
    'Somebody wanted to know how often routes are asked for, and left the marks in. No variable of the program grows.',
  hints: [
    'No variable of the program grows. Where else can something be kept?',
    'Node has lists of its own, for the whole process: for what is measured, for one.',
    'A mark stays on the time line until it is cleared. Which line sets one?',
  ],
  rightFix: {
    title: 'Clear the mark when the response closes',
    why: 'What is put on the time line for a request is taken off with it.',
  },
  wrongFixes: [
    {
      id: 'clear-measures',
      title: 'Clear the measures when the response closes',
      why: 'Marks and measures are two lists. This one is empty already, the other is not touched.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'smaller-buffer',
      title: 'Set the buffer of the time line to a hundred entries',
      why: 'That bounds the entries of resources that were fetched. Marks have no bound.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
