import { isNearLimit, warmUpWithin } from './room.ts';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

const megabyte = 2 ** 20;

interface Drawn {
  readonly heapLimitMegabytes: number;
  /** How much the heap has gained after so many requests, beside the 10 MB that it has from the start. */
  readonly gained: (requests: number) => number;
  readonly garbageMegabytes?: number;
  readonly availableMegabytes?: number;
}

function drawn({ heapLimitMegabytes, gained, garbageMegabytes = 0, availableMegabytes = 8_000 }: Drawn) {
  const blocks: number[] = [];
  const live = () => 10 * megabyte + gained(blocks.reduce((sum, requests) => sum + requests, 0));
  let garbage = garbageMegabytes * megabyte;
  const ask = (op: string) => {
    if (op === 'sample') garbage = 0;
    return Promise.resolve({
      heapUsedBytes: live() + garbage,
      heapLimitBytes: heapLimitMegabytes * megabyte,
      availableBytes: availableMegabytes * megabyte,
    });
  };
  const send = (requests: number) => Promise.resolve((blocks.push(requests), requests));
  return { target: { ask } as unknown as Target, work: { send } as unknown as Work, blocks };
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

test.each([
  ['grows by nothing', () => 0],
  ['grows by a kilobyte per request', (requests: number) => 1024 * requests],
  ['fills once what it keeps', (requests: number) => Math.min(requests * 200_000, 4 * megabyte)],
])('a heap of 304 MB that %s has room for the whole trial', async (_, gained) => {
  const { target, work, blocks } = drawn({ heapLimitMegabytes: 304, gained });
  expect(await warmUpWithin(target, work, 503)).toBe(1);
  expect(sum(blocks)).toBe(503);
});

test.each([100_000, 1_000_000])(
  'where each request leaves %d bytes, the trial shrinks to what there is room for',
  async (leakBytes) => {
    const { target, work, blocks } = drawn({ heapLimitMegabytes: 112, gained: (requests) => leakBytes * requests });
    const share = await warmUpWithin(target, work, 503);
    expect(share).toBeLessThan(0.1);
    // 64 MB of it are for old objects; the trial has some 3,000 requests.
    expect((sum(blocks) + share * 3_000) * leakBytes).toBeLessThan(54 * megabyte);
  },
);

test('a container may be full before the heap is', async () => {
  const { target, work } = drawn({ heapLimitMegabytes: 4_000, availableMegabytes: 100, gained: (n) => 50_000 * n });
  expect(await warmUpWithin(target, work, 503)).toBeLessThan(0.5);
});

test('garbage does not count as near the limit, what stays does', async () => {
  expect(await isNearLimit(drawn({ heapLimitMegabytes: 112, gained: () => 0, garbageMegabytes: 60 }).target)).toBe(
    false,
  );
  expect(await isNearLimit(drawn({ heapLimitMegabytes: 112, gained: () => 40 * megabyte }).target)).toBe(true);
});
