import { defineExercise } from '../../exercise.ts';

export const keptSocketListenerExercise = defineExercise({
  difficulty: 5,
  story:
    'A server behind a proxy grows all day. Whoever looks into it finds few connections, and nothing that would be long-lived.',
  hints: [
    'What outlives a request, though no line of the program keeps it?',
    'A proxy sends one request after another over the same connection. What belongs to the connection?',
    'A function was put on something of the request that is not of the request alone. Who takes it off?',
  ],
  rightFix: {
    title: 'Take it off the socket when the response closes',
    why: 'The socket goes on to the next request with what it had before this one.',
  },
  wrongFixes: [
    {
      id: 'once',
      title: 'Put it on with once',
      why: 'It goes when the connection closes, and so it would anyway. Until then each request adds one.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'remove-when-closed',
      title: 'Take it off when the socket has closed',
      why: 'When the socket has closed, all it had is free already. Until then each request now adds two.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'warn-again',
      title: 'Let Node warn from the eleventh on',
      why: 'A warning is printed once for each connection. No function goes away by it.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
