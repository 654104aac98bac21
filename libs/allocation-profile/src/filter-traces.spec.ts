import { filterTraces, type TraceFilter } from './filter-traces.ts';
import { drawTrace } from './testing/drawn-traces.ts';

const traces = [
  drawTrace(1, 1, 'src/app.ts:12 handle', 'src/main.ts:3 run'),
  drawTrace(2, 1, 'src/main.ts:3 run'),
  drawTrace(3, 1, '/x/node_modules/a/i.js:7 f', 'src/app.ts:12 handle'),
  drawTrace(4, 1, 'node:fs:9 read'),
];

test.each<[string, TraceFilter[], number[]]>([
  ['no filter keeps all', [], [1, 2, 3, 4]],
  ['an inclusive filter keeps what it matches', [{ inclusive: true, filePattern: 'src/*' }], [1, 2]],
  [
    'several inclusive filters keep what any matches',
    [
      { inclusive: true, filePattern: 'src/app.ts' },
      { inclusive: true, filePattern: 'node:*' },
    ],
    [1, 4],
  ],
  ['an exclusive filter drops what it matches', [{ inclusive: false, filePattern: '*/node_modules/*' }], [1, 2, 4]],
  [
    'exclusive filters win',
    [
      { inclusive: true, filePattern: 'src/*' },
      { inclusive: false, filePattern: '*/main.ts' },
    ],
    [1],
  ],
  ['a line narrows it', [{ inclusive: true, filePattern: '*', line: 3 }], [2]],
  ['all frames may be looked at', [{ inclusive: true, filePattern: 'src/app.ts', allFrames: true }], [1, 3]],
  ['all frames may be excluded', [{ inclusive: false, filePattern: 'src/app.ts', allFrames: true }], [2, 4]],
  ['a question mark is one character', [{ inclusive: true, filePattern: 'src/???.ts' }], [1]],
  ['a set is one of its characters', [{ inclusive: true, filePattern: 'src/[am]*[!x].ts' }], [1, 2]],
  [
    'a dot is a dot',
    [
      { inclusive: true, filePattern: 'src/app?ts' },
      { inclusive: true, filePattern: 'src.main.ts' },
    ],
    [1],
  ],
  ['a bracket that opens nothing is itself', [{ inclusive: true, filePattern: 'src/[app.ts' }], []],
])('%s', (_, filters, bytes) => expect(filterTraces(traces, filters).map((trace) => trace.bytes)).toEqual(bytes));

test('a pattern with slashes matches a path with backslashes', () => {
  const windows = [drawTrace(1, 1, 'C:\\app\\src\\a.ts:1 f')];
  expect(filterTraces(windows, [{ inclusive: true, filePattern: '*/src/*' }])).toHaveLength(1);
});
