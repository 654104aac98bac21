import { defineExercise } from '../../exercise.ts';

export const clientPerRequestExercise = defineExercise({
  difficulty: 2,
  story:
    'Now and then a count of cups does not arrive. After an hour the server cannot open files, and the heap is as small as ever.',
  hints: [
    'The heap is flat. What else can a process have too many of?',
    'The metrics go out through a socket. How many sockets does it take?',
    'The collector does not close a socket that the runtime still holds. Which line opens one?',
  ],
  rightFix: {
    title: 'Make one client for the whole module',
    why: 'One socket serves all requests, which is what such a client is made for.',
  },
  wrongFixes: [
    {
      id: 'client-of-response',
      title: 'Hang the client on the response, so that it goes with it',
      why: 'The object is forgotten, the socket is open: the runtime holds it until `close`, and nobody calls that.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'unref-socket',
      title: 'Call unref on the socket of the client',
      why: '`unref` says that the socket need not keep the process alive. It is open until the process ends.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'close-on-exit',
      title: 'Close the clients when the process exits',
      why: 'Then they would have been closed anyway. Until then each request has its socket, and now a handler that holds the client besides.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
