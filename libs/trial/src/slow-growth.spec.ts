import type { Sample } from '@watertight/evidence';
import { slowGrowth } from './slow-growth.ts';
import type { Target } from './target.ts';

/** What is said of a heap that is a function of the requests served, after eight rounds of 101. */
async function judged(heapUsedBytes: (requests: number) => number) {
  let sent = 8 * 101;
  const target = { ask: () => Promise.resolve(sampleOf(heapUsedBytes(sent))) } as unknown as Target;
  const work = { send: (requests: number) => Promise.resolve(void (sent += requests)) };
  const samples = Array.from({ length: 8 }, (_, round): Sample => {
    const requests = (round + 1) * 101;
    return { requests, ...sampleOf(heapUsedBytes(requests)) };
  });
  const slow = await slowGrowth(target, work, samples);
  return { sent, verdict: slow?.judgement?.verdict, slope: slow?.judgement?.slopePerRequest };
}

const sampleOf = (heapUsedBytes: number) => ({ heapUsedBytes }) as Omit<Sample, 'requests'>;

/** The bytes of a list of numbers, which takes half as much room again when it is full. */
function listBytes(entries: number): number {
  let capacity = 17;
  while (capacity < entries) capacity = capacity + (capacity >> 1) + 16;
  return 8 * capacity;
}

test('a list that gains two numbers per request is a leak, though it stands still in most rounds', async () => {
  const { verdict, slope } = await judged((requests) => 5e6 + listBytes(2 * requests));
  expect(verdict).toBe('leaking');
  expect(slope).toBeGreaterThan(11);
  expect(slope).toBeLessThan(24);
});

test('one reference per request is too little to wake anybody', async () => {
  await expect(judged((requests) => 5e6 + listBytes(requests))).resolves.toMatchObject({ verdict: undefined });
});

test('a table that grew once and a cache that fills up are none', async () => {
  await expect(judged((requests) => 5e6 + (requests > 600 ? 40_000 : 0))).resolves.toMatchObject({
    verdict: undefined,
  });
  await expect(judged((requests) => 5e6 + 60 * Math.min(requests, 3_000))).resolves.toMatchObject({
    verdict: undefined,
  });
});

test('a heap that has not risen is loaded no further', async () => {
  await expect(judged((requests) => 5e6 + 2 * requests)).resolves.toEqual({ sent: 808 });
});
