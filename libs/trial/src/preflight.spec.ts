import { forecastSnapshot, preflight, refusalOf } from './preflight.ts';
import type { Target } from './target.ts';

const plenty = { availableBytes: 8e9, limitedByCgroup: false, freeDiskBytes: 50e9 };

test('a snapshot costs the more, the larger the heap; the smallest has the objects of the runtime', () => {
  expect(forecastSnapshot(40e6)).toMatchObject({ pauseMs: 8_000, memoryBytes: 480e6, fileBytes: 100e6 });
  expect(forecastSnapshot(1e6).pauseMs).toBe(500);
});

test('where there is room, nothing is said against it', () => {
  expect(refusalOf(forecastSnapshot(40e6), plenty)).toBeNull();
});

test.each([
  ['the machine has 100 MB', { ...plenty, availableBytes: 100e6 }],
  ['its memory limit (cgroup) leaves 100 MB', { ...plenty, availableBytes: 100e6, limitedByCgroup: true }],
  ['100 MB of disk, and 99 MB are free; set TMPDIR', { ...plenty, freeDiskBytes: 99e6 }],
])('otherwise it is refused, with what is lacking: %s', (words, room) => {
  expect(refusalOf(forecastSnapshot(40e6), room)).toContain(words);
});

test('the target is asked for its heap and its memory, the disk of this machine for its room', async () => {
  const limits = { heapUsedBytes: 40e6, availableBytes: 100e6, limitedByCgroup: true };
  const target = { ask: () => Promise.resolve(limits), workFolder: import.meta.dirname } as unknown as Target;
  const { forecast, room, refusal } = await preflight(target);
  expect(forecast.heapUsedBytes).toBe(40e6);
  expect(room.freeDiskBytes).toBeGreaterThan(0);
  expect(room.freeDiskBytes).toBeLessThan(Infinity);
  expect(refusal).toMatch(/480 MB of memory.*cgroup.*100 MB/);
});
