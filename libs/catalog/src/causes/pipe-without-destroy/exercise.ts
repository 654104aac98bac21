import { defineExercise } from '../../exercise.ts';

export const pipeWithoutDestroyExercise = defineExercise({
  difficulty: 4,
  story:
    'Many stop a recording after the first seconds. In the evening no file can be opened, and no error was written down.',
  hints: [
    'The heap is flat. Which curve rises, and when does it: with those who listen to the end, or with those who go?',
    '`pipe` ends its target when the source has ended. What does it do the other way round?',
    'The stream opens a file. Who closes it when nobody takes any more?',
  ],
  rightFix: {
    title: 'Destroy the source when the response closes',
    why: 'The file is closed on every path. `pipeline` of node:stream does the same for both ends.',
  },
  wrongFixes: [
    {
      id: 'destroy-on-error',
      title: 'Destroy the source when it or the response fails',
      why: 'Who goes away is no error, on either side. The response closes, and only `close` says so.',
      outcome: { kind: 'still-leaking' },
    },
    {
      id: 'unpipe-on-close',
      title: 'Unpipe the source when the response closes',
      why: '`pipe` has done that by itself. The source now has no target and pauses, with its file open.',
      outcome: { kind: 'still-leaking' },
    },
  ],
});
