import { defineExercise } from '../../exercise.ts';

export const listenerPerRequestExercise = defineExercise({
  difficulty: 3,
  story: 'Quotes become slower all day, and each change of a price makes the server stand still for a moment.',
  hints: [
    'Something has to be told when the price changes. How many are told?',
    'The emitter lives as long as the process, and holds every function that it was given.',
    'Find `on`. For each call of it there should be one `off` with the very same function.',
  ],
  rightFix: {
    title: 'Take the listener off when the response closes',
    why: 'The same function is added and removed, and `close` comes on every path: also when the client goes away.',
  },
  wrongFixes: [
    {
      id: 'once',
      title: 'Add it with once',
      why: 'It is removed after the first change of the price. Until a price changes, every request adds one.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'off-another-function',
      title: 'Take off an equal function when the response closes',
      why: 'Two functions with the same text are two functions. The emitter does not find this one, and says nothing.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'lower-limit',
      title: 'Let Node warn from the eleventh listener on',
      why: 'The limit only decides when a warning is printed. No listener goes away by it.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
