import { CodedError, jsonLineSchema } from '@watertight/evidence';
import type { FollowedCommand, FollowedProcess } from '@watertight/trial';
import { drawnProcess, moment } from '../testing/drawn-process.ts';
import { drawnWorld, runDrawn } from '../testing/drawn-world.ts';

const line = { file: 'src/app.ts', line: 11, function: 'remember', isExact: true, bytes: 3 * 2 ** 20 };
const collections = { full: 1, young: 4, pauseMs: 5, longestPauseMs: 4, heapAfterFullBytes: 6 * 2 ** 20 };
const moments = [moment({}), moment({ requests: 12, collections })];
const endsByItself = new CodedError('TARGET_EXITED', 'the command ended by itself (exit 0)');

function scripted(process = drawnProcess(moments, { lines: [line], end: endsByItself })) {
  const seen: (FollowedCommand | FollowedProcess)[] = [];
  return {
    seen,
    follow: (options: FollowedCommand | FollowedProcess, use: (followed: typeof process) => Promise<void>) => {
      seen.push(options);
      return use(process);
    },
  };
}

const short = ['watch', '--every', '0.01'];
const started = ['--', 'node', 'server.js'];

test('each look is a line where no terminal is there, and the end says what was seen, and that it is no verdict', async () => {
  const { seen, follow } = scripted();
  const { status, stdout, stderr } = await runDrawn([...short, ...started], { follow });
  expect([status, stderr]).toEqual([0, 'note: the process ended by itself\n']);
  expect(stdout).toMatch(
    /^\d+ ms · heap 8 MiB · RSS 64 MiB · external 1 MiB · 20 descriptors · 0 requests\/s · event loop late by 0 ms\n/,
  );
  expect(stdout).toContain('heap 8 MiB, 6 MiB after its last full collection');
  expect(stdout).toMatch(
    /watched `node server\.js` for \d+ ms: 12 requests\nAfter full collections 6 MiB were in use at first/,
  );
  expect(stdout).toContain('      3 MiB  src/app.ts:11 remember\nThat is no verdict');
  expect(seen).toMatchObject([{ command: ['node', 'server.js'] }]);
});

test('jsonl has a record per look and one of the whole, as their schema says', async () => {
  const { stdout } = await runDrawn([...short, '--reporter', 'jsonl', ...started], scripted());
  const records = stdout
    .trim()
    .split('\n')
    .map((text) => jsonLineSchema.parse(JSON.parse(text)));
  expect(new Set(records.slice(0, -1).map(({ type }) => type))).toEqual(new Set(['moment']));
  expect(records.at(-1)).toMatchObject({
    type: 'watched',
    record: { pid: 4711, requests: 12, heapAfterFull: { lastBytes: 6 * 2 ** 20 }, lines: [line] },
  });
});

test('a terminal is drawn over in place, and keys are heard: collect, write a snapshot, quit', async () => {
  const done: string[] = [];
  const process = drawnProcess(moments, { lines: [line], done });
  const world = drawnWorld({ isTTY: true, keys: 'gsq', cwd: '/nowhere' });
  const { status, stdout } = await runDrawn(['watch', '--every', '0.01', ...started], scripted(process), world);
  expect(status).toBe(0);
  expect(done).toEqual(['collected', 'snapshot /nowhere/watertight-4711-1.heapsnapshot']);
  expect(stdout).toContain('watched `node server.js`');
});

test('what is drawn anew begins where the last drawing began', async () => {
  const { stdout } = await runDrawn([...short, ...started], scripted(), drawnWorld({ isTTY: true }));
  const [first, second] = stdout.split('\u001b[J').slice(1);
  const rows = first!.split('\n').length - 1;
  expect(first!.endsWith(`\u001b[${rows}A\r`)).toBe(true);
  expect(second).toContain('requests/s');
});

test('it ends after the time that was asked for', async () => {
  const { status, stdout, stderr } = await runDrawn(
    [...short, '--for', '0.05', ...started],
    scripted(drawnProcess(moments)),
  );
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('watched `node server.js`');
});

test('one that crashes leaves what was seen, and says why', async () => {
  const end = new CodedError('TARGET_OUT_OF_MEMORY', 'the target ran out of memory');
  const { status, stdout, stderr } = await runDrawn([...short, ...started], scripted(drawnProcess(moments, { end })));
  expect([status, stderr]).toEqual([2, 'error [TARGET_OUT_OF_MEMORY]: the target ran out of memory\n']);
  expect(stdout).toContain('watched `node server.js`');
});

test('Ctrl-C ends it with what was seen, as a signal does', async () => {
  const end = new CodedError('INTERRUPTED', 'interrupted');
  const world = { ...drawnWorld({ stoppedBy: 'SIGINT' }), signal: AbortSignal.abort() };
  const { status, stdout, stderr } = await runDrawn(
    [...short, ...started],
    scripted(drawnProcess(moments, { end })),
    world,
  );
  expect([status, stderr]).toEqual([130, '']);
  expect(stdout).toContain('watched `node server.js`');
});

test('a process that runs already is attached to, and what stays behind is told', async () => {
  const { seen, follow } = scripted();
  const leaving: typeof follow = async (options, use) => {
    if ('process' in options) options.onLeftBehind?.('the inspector of process 4711 is still open');
    await follow(options, use);
  };
  const { stderr } = await runDrawn([...short, '--attach', '4711'], { follow: leaving });
  expect(seen).toMatchObject([{ process: '4711' }]);
  expect(stderr).toContain('note: the inspector of process 4711 is still open\n');
});

test.each([
  [[], 'got neither'],
  [['--attach', '1', ...started], 'got both'],
  [['--every', '0', ...started], 'expected seconds above 0 for --every'],
  [['--reporter', 'sarif', ...started], 'expected --reporter human|jsonl'],
  [['--cwd', '/does/not/exist', ...started], 'expected a folder for --cwd'],
])('watch %j is refused', async (flags, message) => {
  const { status, stderr } = await runDrawn(['watch', ...flags]);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});
