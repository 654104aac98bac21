import type { Signal } from '@watertight/evidence';
import { comesToRest } from './heap-rest.ts';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

const grew = [{ name: 'heap-after-gc', slopePerRequest: 100 }] as Signal[];

/** A target whose heap is a function of the requests that it has served. */
function comesToRestWith(heapUsedBytes: (requests: number) => number): Promise<boolean> {
  let sent = 0;
  const target = { ask: () => Promise.resolve({ heapUsedBytes: heapUsedBytes(sent) }) } as unknown as Target;
  const work = { send: (requests: number) => Promise.resolve(((sent += requests), requests)) } as unknown as Work;
  return comesToRest(target, work, grew);
}

test('what has filled up rests', async () => {
  await expect(comesToRestWith(() => 5_000_000)).resolves.toBe(true);
  await expect(comesToRestWith((requests) => 5_000_000 + 100 * Math.min(requests, 600))).resolves.toBe(true);
});

test('what fills up only while it is looked at rests, and a leak beside it does not', async () => {
  const filling = (requests: number) => 5_000_000 + 100 * Math.min(requests, 2_300);
  await expect(comesToRestWith(filling)).resolves.toBe(true);
  await expect(comesToRestWith((requests) => filling(requests) + 60 * requests)).resolves.toBe(false);
});

test('what is swapped now and then rests, though it climbs for a while', async () => {
  await expect(comesToRestWith((requests) => 5_000_000 + 100 * (requests % 2_000))).resolves.toBe(true);
});

test('a leak does not rest, also where the heap falls once for another reason', async () => {
  await expect(comesToRestWith((requests) => 5_000_000 + 100 * requests)).resolves.toBe(false);
  const fallsOnce = (requests: number) => 5_000_000 + 100 * requests - (requests > 0 ? 60_000 : 0);
  await expect(comesToRestWith(fallsOnce)).resolves.toBe(false);
});
