import { defaultIntervalBytes, objectsOfSample, scaledCount } from './object-count.ts';

const sizes = Array.from({ length: 63 }, (_, step) => 16 + 8 * step);

/** By which factor the count is off, as a logarithm. */
function errorOf(size: number, intervalBytes: number): number {
  const count = scaledCount(size, intervalBytes);
  return Math.abs(Math.log(objectsOfSample(size * count, intervalBytes) / count));
}

function meanError(intervalBytes: number): number {
  const weighted = sizes.reduce((sum, size) => sum + errorOf(size, intervalBytes) / size, 0);
  return weighted / sizes.reduce((sum, size) => sum + 1 / size, 0);
}

test('every object counts as itself where every object is sampled', () => {
  for (const size of sizes) expect(objectsOfSample(size * scaledCount(size, 1), 1)).toBe(1);
});

test('the objects behind a sample are told to a fifth on average, at V8’s own interval to a third', () => {
  expect(meanError(defaultIntervalBytes)).toBeLessThan(0.2);
  expect(meanError(32_768)).toBeGreaterThan(0.3);
});

test('most sizes are told to a quarter', () => {
  const close = sizes.filter((size) => errorOf(size, defaultIntervalBytes) < 0.25);
  expect(close.length).toBeGreaterThan(sizes.length / 2);
});

test('an object much larger than the interval stands for itself', () => {
  expect(objectsOfSample(917_544, defaultIntervalBytes)).toBe(1);
});
