import { defineExercise } from '../../exercise.ts';

export const memorySessionStoreExercise = defineExercise({
  difficulty: 3,
  story:
    'The shop keeps a basket for each visitor, robots too. It was tested with ten of them, and there are a hundred thousand.',
  hints: [
    'The route keeps nothing. What came into the program with one import and a few options?',
    'A visitor without a cookie is a new one each time. Where is what is known of each of them?',
    'The sessions have to be somewhere. Which option says where, and what if it is not given?',
  ],
  rightFix: {
    title: 'Give it a store that holds ten thousand sessions at most and drops those that are over',
    why: 'The number of sessions is bounded by the store, whoever comes. For more than one process it is a store outside of them.',
  },
  wrongFixes: [
    {
      id: 'explicit-store',
      title: 'Give it a MemoryStore of its own',
      why: 'It is the very one that is taken where none is given. The warning is gone, the sessions are not.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'short-cookie',
      title: 'Let sessions end after a second',
      why: 'The store looks at the end of a session when that session is asked for. Who does not come back is never asked for. And the answer now says something else.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
