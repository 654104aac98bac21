import { defineExercise } from '../../exercise.ts';

export const schemaCompiledPerRequestExercise = defineExercise({
  difficulty: 4,
  story:
    'Invoices are checked against a schema, written where it is used so that everybody sees it. It became slow, and large.',
  hints: [
    'What is done with each request, and would be the same each time?',
    'A compiler remembers what it has compiled. By what does it know a schema again?',
    'The schema is an object that is written in the handler. How many such objects are there?',
  ],
  rightFix: {
    title: 'Compile the schema once, beside the routes',
    why: 'There is one schema object and one compiled function. It is faster by far as well.',
  },
  wrongFixes: [
    {
      id: 'validate',
      title: 'Call validate, which compiles only what it does not know',
      why: 'It knows a schema by its object, and each request makes another. It compiles each of them, and keeps it.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'named-schema',
      title: 'Give the schema an $id, so that it is known again',
      why: 'It is known by its object still. The second request fails, for another object with a known $id is refused; and by then it is in the map already.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
