import { defineExercise } from '../../exercise.ts';

export const unreadBodyExercise = defineExercise({
  difficulty: 5,
  story: 'The kettle was out of order for an hour, and answered so. The server that asks it has not recovered since.',
  hints: [
    'All is well while the kettle is. What is different when it is not?',
    'A connection carries the next question when the answer to the last was read to its end. Is it?',
    'There are two ways out of the function that gets the answer. What does one do that the other does not?',
  ],
  rightFix: {
    title: 'Drop the body with resume before the early return',
    why: 'The body is read to its end on both paths, and the connection is free for the next question.',
  },
  wrongFixes: [
    {
      id: 'timeout',
      title: 'Give the question a timeout of a second',
      why: '`timeout` only tells that the connection was silent so long. It ends nothing; whoever hears it has to.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'head',
      title: 'Ask with HEAD, whose answer has no body',
      why: 'Also an answer without a body is read to its end: the connection is free when `end` was emitted, and nobody reads.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
