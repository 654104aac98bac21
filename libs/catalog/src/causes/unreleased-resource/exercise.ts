import { defineExercise } from '../../exercise.ts';

export const unreleasedResourceExercise = defineExercise({
  difficulty: 4,
  story:
    'Twice a day the server stands still: no order is answered, until somebody restarts it. Memory and load are low.',
  hints: [
    'Nothing is used up, and all wait. What do they wait for?',
    'A pool lends a client and wants it back. On which paths does it get it?',
    'What if the query fails? Follow the handler from there, line by line.',
  ],
  rightFix: {
    title: 'Give the client back in a finally block',
    why: 'It is given back on every path: with an answer, and with an error.',
  },
  wrongFixes: [
    {
      id: 'release-earlier',
      title: 'Give the client back before the answer is sent',
      why: 'The line is one higher, and still below the query. When the query fails, neither is reached.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'release-on-close',
      title: 'Give the client back when the response closes',
      why: 'A good event, but it is asked for after the query. When the query fails, nobody has asked.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'catch-and-answer',
      title: 'Catch the error, and answer without a state',
      why: 'The client comes back, but what was an error is now an order without a state. Who asks cannot tell that something failed.',
      outcome: { kind: 'changes-responses', probe: [{ path: '/orders/1' }, { path: '/orders/none' }] },
    },
  ],
});
