/**
 * V8's default is 32 KiB. With this neighbour of it most sizes of objects can be told from the bytes of a sample, see
 * `objectsOfSample`.
 */
export const defaultIntervalBytes = 32_256;

const wordBytes = 8;

/**
 * How many objects a sample stands for. V8 multiplies the size of the sampled object by how often such a size is passed
 * over, rounded, and tells only the product; that rounding leaves few sizes that could have made it. Where there are
 * several, small objects count for more, as they are more frequent.
 *
 * V8: `SamplingHeapProfiler::ScaleSample` in `src/profiler/sampling-heap-profiler.cc`.
 */
export function objectsOfSample(sampleBytes: number, intervalBytes: number): number {
  const smallest = Math.max(wordBytes, roundUp(sampleBytes - intervalBytes));
  let weights = 0;
  let weighted = 0;
  for (let size = smallest; size <= sampleBytes && size <= 8 * intervalBytes; size += wordBytes) {
    if (sampleBytes % size !== 0) continue;
    const count = sampleBytes / size;
    if (count !== scaledCount(size, intervalBytes)) continue;
    const weight = size ** -1.5;
    weights += weight;
    weighted += weight * count;
  }
  return weights === 0 ? Math.max(1, Math.round(sampleBytes / (intervalBytes + sampleBytes))) : weighted / weights;
}

/** Objects of a size for which one sample stands. */
export function scaledCount(sizeBytes: number, intervalBytes: number): number {
  return Math.floor(1 / (1 - Math.exp(-sizeBytes / intervalBytes)) + 0.5);
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / wordBytes) * wordBytes;
}
