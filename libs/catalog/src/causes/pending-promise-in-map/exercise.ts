import { defineExercise } from '../../exercise.ts';

export const pendingPromiseInMapExercise = defineExercise({
  difficulty: 4,
  story:
    'The warehouse has been silent since noon. The server answers all the same, with an amount of nought, and becomes larger.',
  hints: [
    'The server gives up after a millisecond. What does it give up: the question, or only the waiting?',
    'A question waits in the map until its answer comes. What if none comes?',
    'Find what puts into `waiting`. Which paths lead to the `delete`?',
  ],
  rightFix: {
    title: 'Delete the question after a time, whether it was answered or not',
    why: 'The time is bounded, so the number of questions is: those of the last 20 ms.',
  },
  wrongFixes: [
    {
      id: 'delete-finally',
      title: 'Delete the question in finally, when its promise settles',
      why: 'Its promise settles when the answer comes, and that is what does not happen. `finally` waits just as long.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'settle-only',
      title: 'Answer the question with nought after a time',
      why: 'The promise settles and whoever waits goes on. The entry stays in the map, for nobody deletes it.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
