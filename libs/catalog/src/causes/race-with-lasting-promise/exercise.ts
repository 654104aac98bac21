import { defineExercise } from '../../exercise.ts';

export const raceWithLastingPromiseExercise = defineExercise({
  difficulty: 6,
  story:
    'Each answer is the fair weather of a place, or none, if the server is about to stop. There is no list, no map and no emitter in the code.',
  hints: [
    'Nothing is added to anything. Which objects live as long as the process?',
    'Whoever waits for a promise leaves a note with it. Until when is the note there?',
    '`race` waits for all it is given, also when one of them has won. Which of them never settles?',
  ],
  rightFix: {
    title: 'Race against a promise of its own for each request, which one set of those under way can stop',
    why: 'The lasting promise has a single reaction. What belongs to a request is taken out of the set when it is done.',
  },
  wrongFixes: [
    {
      id: 'forecast-first',
      title: 'Put the forecast first, so that it wins',
      why: 'The order says who wins when both have settled. `race` waits for both all the same, and the one that lasts keeps the note.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'own-promise',
      title: 'Make a promise for each request, which resolves with the lasting one',
      why: 'The note is now left by `then`, a line earlier: one for each request, until the process ends, with the promise of the request behind it.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
