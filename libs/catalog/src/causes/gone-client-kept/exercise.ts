import { defineExercise } from '../../exercise.ts';

export const goneClientKeptExercise = defineExercise({
  difficulty: 3,
  story:
    'The news goes out to everybody who reads. Sending it takes longer each day, though there are no more readers than before.',
  hints: [
    'To how many does the server send, and how many are there?',
    'What has an end to its connection has to be told of it. Who tells the list?',
    'A Set gains each response. Which statement takes one out, and when is it reached?',
  ],
  rightFix: {
    title: 'Take the reader out when its response closes',
    why: '`close` comes on every path: when the news is complete, and when the client just goes away.',
  },
  wrongFixes: [
    {
      id: 'delete-on-error',
      title: 'Take the reader out when writing to it fails',
      why: 'A client that goes away is no error, and one that was answered is none either. `close` comes always, `error` next to never.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'weak-readers',
      title: 'Keep the readers as WeakRefs',
      why: 'The responses can be collected; their WeakRefs are entries of the Set and stay in it. Less for each reader, and still without end.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
