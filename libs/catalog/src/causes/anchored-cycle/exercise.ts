import { defineExercise } from '../../exercise.ts';

export const anchoredCycleExercise = defineExercise({
  difficulty: 4,
  story:
    'Each line of a conversation knows the one it answers, and that one knows its answers. Somebody blames the cycle.',
  hints: [
    'The collector frees cycles that nothing holds. Does anything hold these?',
    'Follow the references from the module: conversation, then what?',
    'The root lives for ever and each request adds to its replies. Which statement adds?',
  ],
  rightFix: {
    title: 'Take the line out of the replies when its response closes',
    why: 'What anchored the cycle is gone; the collector takes the cycle itself, as it always does.',
  },
  wrongFixes: [
    {
      id: 'weak-parent',
      title: 'Break the cycle: let a line hold its parent weakly',
      why: 'The cycle was never the problem. The root still holds every line by its replies.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'clear-own-replies',
      title: 'Empty the replies of the line when the response closes',
      why: 'Each line lets go of its own replies, and it has none. It is the root that has to let go of the line.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
