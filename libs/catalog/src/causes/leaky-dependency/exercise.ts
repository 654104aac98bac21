import { defineExercise } from '../../exercise.ts';

export const leakyDependencyExercise = defineExercise({
  difficulty: 5,
  story: 'Nothing in the code of this service keeps anything. Its memory grows with every letter all the same.',
  hints: [
    'Your own code keeps nothing. Whose code runs in between?',
    'A template engine compiles a template once and remembers it. How many templates are there?',
    'The name is written into the template itself, so each reader has a template of their own.',
  ],
  rightFix: {
    title: 'Render with a writer of its own',
    why: 'The cache belongs to the writer, and the writer goes when the request ends. Better still: one template, with the name in the view.',
  },
  wrongFixes: [
    {
      id: 'clear-at-start',
      title: 'Clear the cache of the engine at start',
      why: 'It is empty for a moment, at start. From the first letter on it grows as before.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'parse-first',
      title: 'Parse the template before it is rendered',
      why: 'Parsing is what puts it into the cache. Now it is there a line earlier.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
