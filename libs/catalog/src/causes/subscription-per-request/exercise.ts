import { defineExercise } from '../../exercise.ts';

export const subscriptionPerRequestExercise = defineExercise({
  difficulty: 3,
  story:
    'Each answer has the temperature of the moment. When the temperature changes, the server stands still for a while.',
  hints: [
    'Who is told when the temperature changes, and for how long?',
    'Whoever subscribes is subscribed until the source completes, or until somebody unsubscribes.',
    '`subscribe` returns something. Who keeps it?',
  ],
  rightFix: {
    title: 'Unsubscribe when the response closes',
    why: 'The subject forgets the subscriber, and with it all that it closes over.',
  },
  wrongFixes: [
    {
      id: 'distinct-values',
      title: 'Pass on a temperature only if it differs from the last',
      why: 'Fewer values reach a subscriber. There is one more of them with each request all the same.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'complete-on-close',
      title: 'Complete the subject when the response closes',
      why: 'Memory is flat, but the subject is of the module: with the first response it is over for all, and the second reads 0 degrees.',
      outcome: { kind: 'changes-responses', probe: [{ path: '/temperature' }, { path: '/temperature' }] },
    },
  ],
});
