import { moment } from '../testing/drawn-process.ts';
import { frame, type FrameStyle } from './frame.ts';
import { History } from './history.ts';

const texts = { title: 'node server.js · process 4711', keys: 'q quit', message: '' };
const line = { file: 'src/app.ts', line: 11, function: 'remember', isExact: true };

function seen(): History {
  const history = new History();
  for (let second = 0; second < 90; second += 1) {
    const heapAfterFullBytes = second % 30 === 10 ? (4 + second / 10) * 2 ** 20 : null;
    const collections = {
      full: Number(heapAfterFullBytes !== null),
      young: 1,
      pauseMs: 2,
      longestPauseMs: 2,
      heapAfterFullBytes,
    };
    history.add(
      moment({ heapUsedBytes: (5 + (second % 10)) * 2 ** 20, requests: second * 40, collections }),
      second * 1000,
    );
  }
  history.addLines([{ ...line, bytes: 2 ** 20 }], 0);
  history.addLines(
    [
      { ...line, bytes: 3 * 2 ** 20 },
      { ...line, line: 20, function: '', isExact: false, bytes: 100 },
    ],
    50_000,
  );
  return history;
}

const drawn = (style: Partial<FrameStyle> = {}, message = '') =>
  frame(seen(), { ...texts, message }, { width: 90, height: 40, color: false, ...style });

test('tells the heap, what is left of it after full collections, requests and the lines that hold memory', () => {
  const text = drawn().join('\n');
  expect(text).toMatch(/heap used\s+14 MiB {2}of 16 MiB, at most 4 GiB/);
  expect(text).toMatch(/after full\s+11 MiB {2}\+6 MiB since the first/);
  expect(text).toMatch(/requests\/s\s+40 /);
  expect(text).toContain('collections   3 full, 90 young; 0 % of the time, the longest pause 2 ms');
  expect(text).toMatch(/src\/app\.ts:11 remember\s+3 MiB\s+\+2 MiB/);
  expect(text).toMatch(/src\/app\.ts:20 \(somewhere in it\)\s+100 B/);
});

test.each([40, 60, 90, 160])('fits a terminal of %i columns', (width) => {
  expect(
    Math.max(...drawn({ width }, 'a message that is longer than forty columns are').map((row) => row.length)),
  ).toBeLessThanOrEqual(width);
});

test('colours are kept out where none are wanted', () => {
  expect(drawn().join('')).not.toContain('\u001b');
  expect(drawn({ color: true }).join('')).toContain('\u001b[36m');
});

test('before the first look there is the title', () => {
  expect(frame(new History(), texts, { width: 20, height: 10, color: false })).toEqual(['node server.js · pr…']);
});
