import { defineExercise } from '../../exercise.ts';

export const abortListenerExercise = defineExercise({
  difficulty: 3,
  story: 'The server is told to stop once a week. It takes a second longer each day since the last time.',
  hints: [
    'When it stops, somebody is told. How many are told?',
    'A signal holds each function that it was given until it aborts. How long does this signal live?',
    'Find `addEventListener`. Where is the `removeEventListener` with the very same function?',
  ],
  rightFix: {
    title: 'Remove the function from the signal when the response closes',
    why: 'The same function is added and removed, so the signal holds only what is under way.',
  },
  wrongFixes: [
    {
      id: 'once',
      title: 'Add it with { once: true }',
      why: 'It is removed when the signal has aborted. That is at the very end; until then each request adds one.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'weak-forecast',
      title: 'Let the function hold the forecast weakly',
      why: 'Functions of one call share one scope. The other one needs the forecast and the response, so they are in it, and this one keeps the scope. Even without them each function would stay with the signal.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'remove-on-error',
      title: 'Remove it when the response fails',
      why: 'Next to no response fails. What has to happen after each request belongs to `close`, which comes after each.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
