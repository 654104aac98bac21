import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Collection, CollectionTotals } from './collections.ts';
import { startMonitor, type Monitor } from './monitor.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

let monitor: Monitor | undefined;
const started = (options?: Parameters<typeof startMonitor>[0]) => (monitor = startMonitor(options));
afterEach(() => monitor?.stop());

const last = () => monitor!.series().at(-1)!;

test('a series begins at once and goes on by the interval, the newest kept', async () => {
  started({ intervalMs: 10, capacity: 5 });
  expect(monitor!.series()).toHaveLength(1);
  await delay(200);
  const times = monitor!.series().map(({ atMs }) => atMs);
  expect(times).toHaveLength(5);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(Date.now() - times[0]!).toBeLessThan(190);
});

test('a series that was handed out does not change', async () => {
  const series = started({ intervalMs: 10 }).series();
  await delay(50);
  expect(series).toHaveLength(1);
});

test('after the end nothing comes any more, and what was seen stays', async () => {
  started({ intervalMs: 10 });
  await delay(50);
  monitor!.stop();
  const series = monitor!.series();
  const { pausedShare, collections } = monitor!.summary();
  collect();
  await delay(50);
  monitor!.stop();
  expect(monitor!.series()).toEqual(series);
  expect(monitor!.summary()).toMatchObject({ pausedShare, collections, samples: series.length });
});

test('collections by themselves are seen, and no more kept than the capacity', async () => {
  started({ capacity: 3 });
  let list: object[] = [];
  for (let turn = 0; turn < 40; turn += 1) {
    for (let i = 0; i < 100_000; i += 1) list.push({ i });
    list = [];
    await delay(0);
  }
  await delay(50);
  const { minor } = monitor!.summary().collections;
  expect(minor.count).toBeGreaterThan(3);
  expect(minor.freedBytes).toBeGreaterThan(2 ** 20);
  expect(minor.longestPauseMs).toBeLessThanOrEqual(minor.pauseMs);
  expect(monitor!.collections()).toHaveLength(3);
  expect(monitor!.summary().pausedShare).toBeGreaterThan(0);
});

test('memory outside of the heap, descriptors and resources are seen', async () => {
  started({ intervalMs: 10 });
  const [before] = monitor!.series();
  const buffer = Buffer.alloc(50 * 2 ** 20, 1);
  const descriptors = [openSync(__filename, 'r'), openSync(__filename, 'r'), openSync(__filename, 'r')];
  const timers = [setTimeout(() => undefined, 10_000), setTimeout(() => undefined, 10_000)];
  await delay(60);
  const after = last();
  timers.forEach(clearTimeout);
  descriptors.forEach(closeSync);
  expect(after.arrayBufferBytes - before!.arrayBufferBytes).toBeGreaterThanOrEqual(buffer.length * 0.99);
  expect(after.externalBytes - before!.externalBytes).toBeGreaterThanOrEqual(buffer.length * 0.99);
  expect(after.rssBytes).toBeGreaterThan(buffer.length);
  expect((after.resources['Timeout'] ?? 0) - (before!.resources['Timeout'] ?? 0)).toBeGreaterThanOrEqual(2);
  if (process.platform === 'linux') expect(after.descriptors - before!.descriptors).toBe(3);
});

test('the heap spaces make up the heap', () => {
  started();
  const { heapSpaces, heapUsedBytes } = last();
  const sum = Object.values(heapSpaces).reduce((all, bytes) => all + bytes, 0);
  expect(Object.keys(heapSpaces)).toContain('old_space');
  expect(sum / heapUsedBytes).toBeGreaterThan(0.95);
  expect(sum / heapUsedBytes).toBeLessThan(1.05);
});

test.each([
  [{ intervalMs: 0 }, 'expected intervalMs of at least 10, got 0'],
  [{ intervalMs: NaN }, 'expected intervalMs of at least 10, got NaN'],
  [{ capacity: 0 }, 'expected capacity of at least 1, got 0'],
])('%j is refused', (options, message) => expect(() => startMonitor(options)).toThrow(new RangeError(message)));

const built = pathToFileURL(join(__dirname, '../dist/index.js')).href;

function runAlone<Printed>(text: string, flags: readonly string[] = []): Printed {
  const program = `import { startMonitor } from ${JSON.stringify(built)};\n${text}`;
  const args = [...flags, '--input-type=module', '--eval', program];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 });
  if (status !== 0) throw new Error(stderr || `it ended with ${status}`);
  return JSON.parse(stdout) as Printed;
}

// Alone, as others' garbage would count too.
test('a collection is told with its kind, its pause and what it freed', () => {
  const { collections, major, atMs } = runAlone<{ collections: Collection[]; major: CollectionTotals; atMs: number }>(
    `
    globalThis.garbage = Array.from({ length: 4000 }, () => new Array(512).fill(1));
    gc();
    gc();
    const monitor = startMonitor();
    globalThis.garbage = null;
    const atMs = Date.now();
    gc();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const collections = monitor.collections().filter((one) => one.forced && one.kind === 'major');
    process.stdout.write(JSON.stringify({ collections, major: monitor.summary().collections.major, atMs }));
    `,
    ['--expose-gc'],
  );
  const garbageBytes = 4000 * 512 * 8;
  expect(collections).toHaveLength(1);
  const [only] = collections;
  expect(only!.freedBytes).toBeGreaterThan(garbageBytes * 0.9);
  expect(only!.freedBytes).toBeLessThan(garbageBytes * 1.2);
  expect(only!.pauseMs).toBeGreaterThan(0);
  expect(Math.abs(only!.atMs - atMs)).toBeLessThan(1000);
  expect(major).toMatchObject({ count: 1, freedBytes: only!.freedBytes, longestPauseMs: only!.pauseMs });
});

test('a program ends although it is still monitored', () => {
  const began = performance.now();
  runAlone(`startMonitor({ intervalMs: 10 }); process.stdout.write('1');`);
  expect(performance.now() - began).toBeLessThan(20_000);
});

// The timer's work, done 20,000 times in a moment instead of hours, and collections in between.
test('a monitor that runs for long does not grow', () => {
  const grownBytes = runAlone<number>(
    `
    let look;
    const set = globalThis.setInterval;
    globalThis.setInterval = (work) => { look = work; return set(() => undefined, 1e6); };
    const monitor = startMonitor({ capacity: 20 });
    const used = () => { gc(); gc(); return process.memoryUsage().heapUsed; };
    const lookOften = async (times) => {
      for (let i = 0; i < times; i += 1) {
        look();
        if (i % 100 === 0) { gc({ type: 'minor' }); await new Promise((resolve) => setImmediate(resolve)); }
      }
      return used();
    };
    const warm = await lookOften(4000);
    const grown = (await lookOften(16000)) - warm;
    process.stdout.write(JSON.stringify(monitor.series().length === 20 ? grown : Infinity));
    process.exit();
    `,
    ['--expose-gc'],
  );
  expect(grownBytes).toBeLessThan(150_000);
});

test('monitors that have ended leave nothing behind', () => {
  const { grownBytes, resources } = runAlone<{ grownBytes: number; resources: string[] }>(
    `
    const used = async () => { for (let i = 0; i < 4; i += 1) { gc(); await new Promise((resolve) => setImmediate(resolve)); } return process.memoryUsage().heapUsed; };
    const startOften = (times) => { for (let i = 0; i < times; i += 1) startMonitor({ capacity: 20 }).stop(); return used(); };
    const warm = await startOften(200);
    const grownBytes = (await startOften(1000)) - warm;
    process.stdout.write(JSON.stringify({ grownBytes, resources: process.getActiveResourcesInfo() }));
    `,
    ['--expose-gc'],
  );
  expect(grownBytes).toBeLessThan(100_000);
  expect(resources).not.toContain('Timeout');
});
