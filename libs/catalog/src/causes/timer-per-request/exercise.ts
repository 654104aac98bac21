import { defineExercise } from '../../exercise.ts';

export const timerPerRequestExercise = defineExercise({
  difficulty: 3,
  story: 'Even with no visitors at night the server uses a little of a core, and a little more each day.',
  hints: [
    'No request runs, yet something does. What can run with no request?',
    '`unref` lets the process end. It does not end the timer.',
    'For each `setInterval` look for a `clearInterval` that is surely reached.',
  ],
  rightFix: {
    title: 'Clear the interval when the response closes',
    why: 'The timer ends with the response, whichever way that ends.',
  },
  wrongFixes: [
    {
      id: 'unref-on-close',
      title: 'Call unref when the response closes',
      why: '`unref` says that the timer need not keep the process alive. It still fires, and still holds its callback.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'weak-response',
      title: 'Let the callback hold the response weakly',
      why: 'The response can be collected, but each timer goes on for ever, with its callback and its WeakRef: less per request, and still without end.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
