import { lastWords } from './last-words.ts';

test('nothing is said of a program that said nothing', () => {
  expect(lastWords('\n \n')).toBe('');
});

test('the last lines are told without the frames of the runtime and the engine', () => {
  const printed = [
    'listening',
    'Wrote snapshot to /tmp/x/Heap.20260101.120000.1.0.001.heapsnapshot',
    '<--- Last few GCs --->',
    '[17:0x3d6f0cd0]    30826 ms: Mark-Compact (reduce) 142.4 (147.3) -> 141.9 (146.3) MB',
    '<--- JS stacktrace --->',
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    '----- Native stack trace -----',
    ' 1: 0xb78db3 node::OOMErrorHandler(char const*, v8::OOMDetails const&) [node]',
    '    at processTicksAndRejections (node:internal/process/task_queues:95:5)',
    '    at serve (/srv/app/server.js:3:5)',
  ].join('\n');
  expect(lastWords(printed)).toBe(
    [
      '; it last printed:',
      '  listening',
      '  FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
      '      at serve (/srv/app/server.js:3:5)',
    ].join('\n'),
  );
});
