import { seededRandom } from '@watertight/heap-snapshot-testing';
import { bucketSize, SourceBuckets } from './source-buckets.ts';

test.each([1, 2, 3])('every number gets its sources back, whatever the bucket (seed %i)', (seed) => {
  const random = seededRandom(seed);
  const largest = 5 * bucketSize;
  const edges = ascending(20_000, () => Math.floor(random() * largest), random);
  expect(taken(edges, largest)).toEqual(obvious(edges));
});

test('what everything refers to comes in parts', () => {
  const edges = Array.from({ length: 1_500_000 }, (_, source) => [7 + (source % 2), source + 10] as const);
  const buckets = filled(edges, 1_500_010);
  const parts = [...buckets.take(0)].map(({ from, end, first }) => [from, end, first.at(-1)]);
  expect(parts.filter(([, , count]) => count! > 0)).toEqual([
    [8, bucketSize, 750_000],
    [0, 8, 750_000],
  ]);
});

test('numbers above 2^24, and far from each other, are kept apart', () => {
  const largest = 2 ** 27;
  const edges = [
    [2 ** 24 + 1, 2 ** 24 + 2],
    [2 ** 27 - 1, 2 ** 27 - 2],
    [3, 2 ** 27 - 1],
    [2 ** 24 + 1, 2 ** 27],
  ] as const;
  expect(taken(edges, largest)).toEqual(obvious(edges));
});

type Edge = readonly [target: number, source: number];

function ascending(count: number, target: () => number, random: () => number): Edge[] {
  let source = 0;
  return Array.from({ length: count }, () => [target(), (source += Math.floor(random() * 300))] as const);
}

function filled(edges: readonly Edge[], largest: number): SourceBuckets {
  const buckets = new SourceBuckets(largest, edges.length);
  buckets.add(Uint32Array.from(edges.flat()), edges.length * 2);
  return buckets;
}

function taken(edges: readonly Edge[], largest: number): Map<number, number[]> {
  const buckets = filled(edges, largest);
  const found = new Map<number, number[]>();
  for (let bucket = Math.floor(largest / bucketSize); bucket >= 0; bucket -= 1) {
    for (const { from, end, first, sources } of buckets.take(bucket)) {
      for (let number = from; number < end; number += 1) {
        const [start, stop] = [first[number - from]!, first[number - from + 1]!];
        if (stop > start) found.set(number, [...sources.subarray(start, stop)]);
      }
    }
  }
  return found;
}

function obvious(edges: readonly Edge[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const [target, source] of edges) {
    const known = found.get(target);
    if (known) known.push(source);
    else found.set(target, [source]);
  }
  return found;
}
