import { defineExercise } from '../../exercise.ts';

export const requestInFieldExercise = defineExercise({
  difficulty: 2,
  story: 'Memory hardly grows, but a snapshot of an idle server holds a request, its socket and its headers.',
  hints: [
    'After the response was sent, who still needs the request?',
    'The middleware is one object for all requests. What does it remember between two of them?',
    'A field outlives the call that sets it. Which field is set to something of the request?',
  ],
  rightFix: {
    title: 'Keep the request in a local variable',
    why: 'A local lives as long as the call. Nothing outlives the request, and two requests at once cannot mix up either.',
  },
  wrongFixes: [
    {
      id: 'clear-on-entry',
      title: 'Set the field to undefined before it is set anew',
      why: 'For one instant it is empty. Then it holds the newest request, until the next comes: exactly as before.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'map-by-url',
      title: 'Keep the requests in a Map, by their URL',
      why: 'Now two requests at once are told apart, but the map keeps every one of them. It held one request; now it holds all.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
