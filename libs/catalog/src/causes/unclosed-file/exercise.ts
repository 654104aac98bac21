import { defineExercise } from '../../exercise.ts';

export const unclosedFileExercise = defineExercise({
  difficulty: 2,
  story: 'After some hours every route that opens a file answers 500, with EMFILE in the log. The heap looks healthy.',
  hints: [
    'The heap is flat. Which of the curves is not?',
    'The collector frees objects. A descriptor is a number that the system keeps open.',
    'Find where a file is opened. On which paths is it closed?',
  ],
  rightFix: { title: 'Close it in a finally block', why: 'The file is closed on every path, also when reading fails.' },
  wrongFixes: [
    {
      id: 'forget-descriptor',
      title: 'Set the descriptor to undefined when done',
      why: 'The variable is empty, the file is open. A descriptor is a number: forgetting it closes nothing.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'handle-never-closed',
      title: 'Open it with fs/promises, whose handles close themselves',
      why: 'A handle is closed by the collector at some time, with a warning, or in later versions with an error. Until then it is open; whoever opens has to close.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
