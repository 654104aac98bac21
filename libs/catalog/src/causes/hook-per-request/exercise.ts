import { defineExercise } from '../../exercise.ts';

export const hookPerRequestExercise = defineExercise({
  difficulty: 4,
  story:
    'The first parcel of the day takes a millisecond. In the evening each takes a hundred, and it is the same parcel.',
  hints: [
    'A request takes longer the more there were before it. What does it have to pass?',
    'Each request goes through what the router was told to use, one after the other. When is it told?',
    '`use` adds, and adds again. Where does it stand?',
  ],
  rightFix: {
    title: 'Use it once, beside the routes',
    why: 'What is for all requests is set up before the first of them.',
  },
  wrongFixes: [
    {
      id: 'look-for-function',
      title: 'Use it only if the router has it not yet',
      why: 'The stack holds layers, and the function is inside of one. `includes` never finds it, so it is added each time.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'router-of-its-own',
      title: 'Put it into a router of its own, and use that',
      why: 'A router is used in place of a function: one more layer with each request, and a whole router in it.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
