/** A bucket holds what concerns so many numbers, which 16 bits tell apart. */
export const bucketSize = 1 << 16;
const bucketBits = 16;
const lowBits = bucketSize - 1;
const blockSize = 1 << 12;
/** A step to the next source that is not told in one go: the step, and no edge. */
const longStep = 0xffff;
const mostSources = 2 ** 20;
const mostParts = 4;
const mostWords = 2 ** 32 - blockSize;

/** The sources of some numbers that follow each other. */
export interface SourcesOfRange {
  readonly from: number;
  /** Behind the last of the numbers. */
  readonly end: number;
  /** Those of number `from + i` lie from `first[i]` up to `first[i + 1]`. */
  readonly first: Uint32Array;
  readonly sources: Uint32Array;
}

/**
 * Edges by the number that they lead to, for a use that goes from one bucket of numbers to the next. Putting all of them
 * into the order of their targets at once would wait for memory at every edge, as it jumps all over a large heap; a
 * bucket at a time stays in the processor's cache.
 *
 * Edges come by ascending source, so one takes four bytes: the last 16 bits of its target, and the step from the source
 * of the bucket's edge before it. They fill blocks of one array, in which each bucket gets a block when it needs one.
 */
export class SourceBuckets {
  readonly #words: Uint32Array;
  /** Where the blocks of each bucket begin. */
  readonly #blocks: number[][];
  #nextBlock = 0;
  /** Where each bucket's next word goes; at the beginning of a block where it has to get one first. */
  readonly #next: Uint32Array;
  readonly #lastSource: Uint32Array;
  readonly #first = new Uint32Array(bucketSize + 1);
  #sources = new Uint32Array(0);

  constructor(largestNumber: number, mostEdges: number) {
    const bucketCount = (largestNumber >>> bucketBits) + 1;
    const mostLongSteps = bucketCount * Math.ceil(largestNumber / longStep);
    // More than will be used: what is never written takes no memory.
    this.#words = new Uint32Array(Math.min(mostWords, mostEdges + mostLongSteps + bucketCount * blockSize));
    this.#blocks = Array.from({ length: bucketCount }, () => []);
    this.#next = new Uint32Array(bucketCount);
    this.#lastSource = new Uint32Array(bucketCount);
  }

  /** The memory that the edges are in, to be used again when all of them were taken. */
  get memory(): { readonly buffer: ArrayBufferLike; readonly usedBytes: number } {
    return { buffer: this.#words.buffer, usedBytes: this.#nextBlock * this.#words.BYTES_PER_ELEMENT };
  }

  /** Takes edges as pairs, the number that one leads to and the number that it comes from, which never descends. */
  add(pairs: Uint32Array, length: number): void {
    const words = this.#words;
    const next = this.#next;
    const lastSource = this.#lastSource;
    for (let at = 0; at < length; at += 2) {
      const target = pairs[at]!;
      const source = pairs[at + 1]!;
      const bucket = target >>> bucketBits;
      let step = source - lastSource[bucket]!;
      lastSource[bucket] = source;
      for (; step >= longStep; step -= longStep) this.#addWord(bucket, longStep << bucketBits);
      let place = next[bucket]!;
      if (place % blockSize === 0) place = this.#beginBlock(bucket);
      words[place] = (step << bucketBits) | (target & lowBits);
      next[bucket] = place + 1;
    }
  }

  /**
   * Hands out a bucket, the largest numbers first, and forgets it; what it yields is good until it goes on. A bucket with
   * what all objects refer to comes in parts, as its sources take too much memory at once.
   */
  *take(bucket: number): Generator<SourcesOfRange> {
    const blocks = this.#blocksOf(bucket);
    const first = this.#first.fill(0);
    for (const block of blocks) countTargets(block, first);
    const count = sumUp(first);
    const most = Math.max(mostSources, count / mostParts);
    for (let end = bucketSize, from = end; end > 0; end = from) {
      do from -= 1;
      while (from > 0 && first[end]! - first[from - 1]! <= most);
      const length = first[end]! - first[from]!;
      if (this.#sources.length < length) this.#sources = new Uint32Array(length);
      const range = { from, end, first: first.slice(from, end + 1).map((place) => place - first[from]!) };
      placeSources(blocks, range, this.#sources);
      yield { ...range, from: bucket * bucketSize + from, end: bucket * bucketSize + end, sources: this.#sources };
    }
    this.#blocks[bucket] = [];
  }

  #blocksOf(bucket: number): Uint32Array[] {
    const end = this.#next[bucket]!;
    return this.#blocks[bucket]!.map((start) => {
      const isLast = end > start && end <= start + blockSize;
      return this.#words.subarray(start, isLast ? end : start + blockSize);
    });
  }

  #addWord(bucket: number, word: number): void {
    const place = this.#next[bucket]!;
    const free = place % blockSize === 0 ? this.#beginBlock(bucket) : place;
    this.#words[free] = word;
    this.#next[bucket] = free + 1;
  }

  #beginBlock(bucket: number): number {
    const start = this.#nextBlock;
    this.#nextBlock += blockSize;
    this.#blocks[bucket]!.push(start);
    return start;
  }
}

function countTargets(block: Uint32Array, counts: Uint32Array): void {
  for (let i = 0; i < block.length; i += 1) {
    const word = block[i]!;
    if (word >>> bucketBits !== longStep) counts[word & lowBits]! += 1;
  }
}

/** Turns counts into the sums of those before them, and returns the sum of all. */
function sumUp(counts: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i += 1) {
    const count = counts[i]!;
    counts[i] = sum;
    sum += count;
  }
  return sum;
}

interface Range {
  readonly from: number;
  readonly end: number;
  readonly first: Uint32Array;
}

function placeSources(blocks: readonly Uint32Array[], { from, end, first }: Range, sources: Uint32Array): void {
  const next = first.slice();
  let source = 0;
  for (const block of blocks) source = placeBlock(block, source, from, end - from, next, sources);
}

/** Places the sources of `length` numbers from `from` on. Goes on from a source, and returns the last one. */
function placeBlock(
  block: Uint32Array,
  lastSource: number,
  from: number,
  length: number,
  next: Uint32Array,
  sources: Uint32Array,
): number {
  let source = lastSource;
  for (let i = 0; i < block.length; i += 1) {
    const word = block[i]!;
    source += word >>> bucketBits;
    const target = (word & lowBits) - from;
    if (target < 0 || target >= length || word >>> bucketBits === longStep) continue;
    const place = next[target]!;
    next[target] = place + 1;
    sources[place] = source;
  }
  return source;
}
