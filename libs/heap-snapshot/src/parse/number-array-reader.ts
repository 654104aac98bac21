import { invalidAt } from '../heap-snapshot-error.ts';
import { ascii, isSpace, printed, type SectionReader } from './section-reader.ts';
import { fastDigits, fastReach } from './usual-records.ts';

/** Takes whole records, one behind the other; the array is used again after the call. */
export type RecordSink = (records: Float64Array, recordCount: number, offsetBytes: number) => void;

export interface NumberArrayOptions {
  readonly section: string;
  /** How many numbers make a record. */
  readonly fieldCount: number;
  readonly sink: RecordSink;
  readonly mayBeNegative?: boolean;
  /**
   * Takes whole records on its own, from `from` up to about `end`, and returns where it stopped. It may read a record
   * that begins before `end` to its end.
   */
  readonly takeUsual?: (chunk: Uint8Array, from: number, end: number, chunkOffsetBytes: number) => number;
}

// A batch stays in the processor's cache between being written and being read.
const recordsPerBatch = 1024;
// A loop that is entered often gets better machine code than one that is entered once and runs for seconds: V8 optimises
// a running loop before it has seen all of its ways, and falls back to slow code when one of them is taken.
const fastLoopBytes = 16 * 1024;

type State = 'before-array' | 'first' | 'next' | 'number' | 'after-number' | 'done';

/** Reads `[1,2,3,…]`, a flat array of integers, and hands them on in records of `fieldCount` numbers. */
export class NumberArrayReader implements SectionReader {
  readonly #section: string;
  readonly #fieldCount: number;
  readonly #sink: RecordSink;
  readonly #mayBeNegative: boolean;
  readonly #takeUsual: NumberArrayOptions['takeUsual'];
  readonly #batch: Float64Array;
  #filled = 0;
  #state: State = 'before-array';
  #value = 0;
  #digits = 0;
  #isNegative = false;

  constructor(options: NumberArrayOptions) {
    this.#section = options.section;
    this.#fieldCount = options.fieldCount;
    this.#sink = options.sink;
    this.#mayBeNegative = options.mayBeNegative ?? false;
    this.#takeUsual = options.takeUsual;
    this.#batch = new Float64Array(options.fieldCount * recordsPerBatch);
  }

  get done(): boolean {
    return this.#state === 'done';
  }

  read(chunk: Uint8Array, from: number, chunkOffsetBytes: number): number {
    let at = from;
    while (at < chunk.length && this.#state !== 'done') {
      if (this.#state === 'next') {
        const next = this.#readInAHurry(chunk, at, chunkOffsetBytes);
        const isOn = next > at;
        at = next;
        if (isOn) continue;
      }
      this.#step(chunk[at]!, chunkOffsetBytes + at);
      at += 1;
    }
    return at;
  }

  #readInAHurry(chunk: Uint8Array, from: number, chunkOffsetBytes: number): number {
    const takeUsual = this.#takeUsual;
    if (!takeUsual) return this.#readFast(chunk, from, chunkOffsetBytes, this.#batch.length);
    const begun = this.#filled % this.#fieldCount;
    if (begun > 0) return this.#readFast(chunk, from, chunkOffsetBytes, this.#filled - begun + this.#fieldCount);
    if (this.#filled > 0) this.#flush(chunkOffsetBytes + from);
    const end = Math.min(from + fastLoopBytes, chunk.length - this.#fieldCount * fastReach);
    const at = takeUsual(chunk, from, end, chunkOffsetBytes);
    return at > from ? at : this.#readFast(chunk, from, chunkOffsetBytes, this.#batch.length);
  }

  /**
   * Reads the numbers of records that are not read as wholes, until the batch holds so many. It begins at a number's
   * first digit, takes whole numbers with the comma behind them (V8 puts a line feed before that of a record), and leaves
   * all else, with nothing of it taken, to the steps below.
   */
  #readFast(chunk: Uint8Array, from: number, chunkOffsetBytes: number, mostFilled: number): number {
    const batch = this.#batch;
    const end = Math.min(from + fastLoopBytes, chunk.length - fastReach);
    let filled = this.#filled;
    let at = from;
    while (at < end && filled < mostFilled) {
      let next = at + 1;
      let value = chunk[at]! - ascii.zero;
      if (value >>> 0 > 9) break;
      let digit = chunk[next]! - ascii.zero;
      // One digit more than is allowed is harmless, and seen below.
      while (digit >>> 0 <= 9 && next - at <= fastDigits) {
        value = (value * 10 + digit) | 0;
        next += 1;
        digit = chunk[next]! - ascii.zero;
      }
      if (next - at > fastDigits) break;
      if (digit === ascii.lineFeed - ascii.zero) {
        next += 1;
        digit = chunk[next]! - ascii.zero;
      }
      if (digit !== ascii.comma - ascii.zero) break;
      at = next + 1;
      batch[filled] = value;
      filled += 1;
    }
    this.#filled = filled;
    if (filled === batch.length) this.#flush(chunkOffsetBytes + at);
    return at;
  }

  #step(byte: number, offsetBytes: number): void {
    if (this.#state === 'number') {
      if (this.#takeDigit(byte)) return;
      this.#endNumber(byte, offsetBytes);
    }
    if (isSpace(byte)) return;
    switch (this.#state) {
      case 'before-array':
        if (byte !== ascii.openBracket) throw this.#unexpected(byte, offsetBytes, "'['");
        this.#state = 'first';
        return;
      case 'first':
        if (byte === ascii.closeBracket) this.#endArray(offsetBytes);
        else this.#beginNumber(byte, offsetBytes);
        return;
      case 'next':
        this.#beginNumber(byte, offsetBytes);
        return;
      case 'after-number':
        if (byte === ascii.comma) this.#state = 'next';
        else if (byte === ascii.closeBracket) this.#endArray(offsetBytes);
        else throw this.#unexpected(byte, offsetBytes, "',' or ']'");
        return;
      case 'number':
      case 'done':
    }
  }

  #beginNumber(byte: number, offsetBytes: number): void {
    this.#isNegative = byte === ascii.minus && this.#mayBeNegative;
    this.#value = 0;
    this.#digits = 0;
    this.#state = 'number';
    if (!this.#isNegative && !this.#takeDigit(byte)) throw this.#unexpected(byte, offsetBytes, 'a whole number');
  }

  #takeDigit(byte: number): boolean {
    const digit = byte - ascii.zero;
    if (digit < 0 || digit > 9) return false;
    this.#value = this.#value * 10 + digit;
    this.#digits += 1;
    return true;
  }

  #endNumber(byte: number, offsetBytes: number): void {
    if (this.#digits === 0) throw this.#unexpected(byte, offsetBytes, 'a digit');
    if (this.#value > Number.MAX_SAFE_INTEGER) throw invalidAt(this.#section, offsetBytes, 'a number above 2^53');
    this.#batch[this.#filled] = this.#isNegative ? -this.#value : this.#value;
    this.#filled += 1;
    this.#state = 'after-number';
    if (this.#filled === this.#batch.length) this.#flush(offsetBytes);
  }

  #endArray(offsetBytes: number): void {
    if (this.#filled % this.#fieldCount !== 0) {
      throw invalidAt(this.#section, offsetBytes, `a last record without all of its ${this.#fieldCount} fields`);
    }
    this.#flush(offsetBytes);
    this.#state = 'done';
  }

  #flush(offsetBytes: number): void {
    this.#sink(this.#batch, this.#filled / this.#fieldCount, offsetBytes);
    this.#filled = 0;
  }

  #unexpected(byte: number, offsetBytes: number, expected: string): Error {
    return invalidAt(this.#section, offsetBytes, `${printed(byte)} instead of ${expected}`);
  }
}
