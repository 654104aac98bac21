import { defineExercise } from '../../exercise.ts';

export const unboundedMemoExercise = defineExercise({
  difficulty: 2,
  story: 'Somebody made slugs faster by remembering them. Since then memory follows the number of titles.',
  hints: [
    'What is remembered, and for how long?',
    'The closure returned by `memoize` lives as long as `slugOf`, which is a variable of the module.',
    'A result is added for every new argument. What are the arguments here?',
  ],
  rightFix: { title: 'Remember the latest thousand results', why: 'A memo is a cache, and a cache has a bound.' },
  wrongFixes: [
    {
      id: 'normalised-key',
      title: 'Trim the key and make it lower case, so that more titles share one',
      why: 'Fewer entries for titles that differ by case only, but still one for each new title. Fewer is not bounded.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'weak-results',
      title: 'Hold the results weakly',
      why: 'The results go, their keys and their WeakRefs stay: an entry for each title, with nothing in it.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
