import { defineExercise } from '../../exercise.ts';

export const metricLabelPerRequestExercise = defineExercise({
  difficulty: 3,
  story:
    'The route is a counter and an answer. Since the counter is there memory follows the number of tickets, and so does the page of metrics.',
  hints: [
    'What does the counter remember, apart from a number?',
    'A counter with labels has a number of its own for each combination of their values. How many values are there?',
    'The path has the id of the ticket in it. Which label gets it?',
  ],
  rightFix: {
    title: 'Label with the route, not with the path',
    why: 'There is one value for each route of the program, however many tickets there are.',
  },
  wrongFixes: [
    {
      id: 'hashed-path',
      title: 'Shorten the label to eight characters of a hash',
      why: 'The text is shorter, and there are as many different ones as before: a series for each ticket, and nobody can read them.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'clear-registry',
      title: 'Clear the registry after every thousand tickets',
      why: 'The registry forgets the counter, the counter forgets nothing: the series are its own. Now they grow and are not even shown.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
