import { invalidAt } from '../heap-snapshot-error.ts';
import { ascii, isSpace, printed, type SectionReader } from './section-reader.ts';

/** Takes whole records, one behind the other; the array is used again after the call. */
export type RecordSink = (records: Float64Array, recordCount: number, offsetBytes: number) => void;

const recordsPerBatch = 8192;
const noDigitYet = -1;

type State = 'before-array' | 'first' | 'next' | 'number' | 'after-number' | 'done';

/** Reads `[1,2,3,…]`, a flat array of integers, and hands them on in records of `fieldCount` numbers. */
export class NumberArrayReader implements SectionReader {
  readonly #section: string;
  readonly #fieldCount: number;
  readonly #sink: RecordSink;
  readonly #batch: Float64Array;
  #filled = 0;
  #state: State = 'before-array';
  #value = noDigitYet;
  #negative = false;

  constructor(section: string, fieldCount: number, sink: RecordSink) {
    this.#section = section;
    this.#fieldCount = fieldCount;
    this.#sink = sink;
    this.#batch = new Float64Array(fieldCount * recordsPerBatch);
  }

  get done(): boolean {
    return this.#state === 'done';
  }

  read(chunk: Uint8Array, from: number, chunkOffsetBytes: number): number {
    let at = from;
    while (at < chunk.length && this.#state !== 'done') {
      at = this.#state === 'number' ? this.#readDigits(chunk, at) : at;
      if (at === chunk.length) break;
      this.#step(chunk[at]!, chunkOffsetBytes + at);
      at += 1;
    }
    return at;
  }

  // Nearly all bytes of a snapshot go through this loop: state in locals, one comparison for each byte,
  // and the common case of one number directly behind the last one's comma without leaving the loop.
  #readDigits(chunk: Uint8Array, from: number): number {
    const end = chunk.length;
    const batch = this.#batch;
    const room = batch.length - 1;
    let value = this.#value;
    let filled = this.#filled;
    let at = from;
    for (; at < end; at += 1) {
      const byte = chunk[at]!;
      const digit = byte - ascii.zero;
      if (digit >= 0 && digit <= 9) {
        value = value === noDigitYet ? digit : value * 10 + digit;
      } else if (
        byte === ascii.comma &&
        value !== noDigitYet &&
        value <= 0xffffffff &&
        !this.#negative &&
        filled < room
      ) {
        batch[filled] = value;
        filled += 1;
        value = noDigitYet;
      } else break;
    }
    this.#value = value;
    this.#filled = filled;
    return at;
  }

  #step(byte: number, offsetBytes: number): void {
    if (this.#state === 'number') this.#endNumber(byte, offsetBytes);
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
    const digit = byte - ascii.zero;
    const isDigit = digit >= 0 && digit <= 9;
    if (!isDigit && byte !== ascii.minus) throw this.#unexpected(byte, offsetBytes, 'an integer');
    this.#negative = !isDigit;
    this.#value = isDigit ? digit : noDigitYet;
    this.#state = 'number';
  }

  #endNumber(byte: number, offsetBytes: number): void {
    if (this.#value === noDigitYet) {
      // The digit loop went past a comma and met something else: let the state after a comma judge it.
      if (this.#negative) throw this.#unexpected(byte, offsetBytes, 'a digit');
      this.#state = 'next';
      return;
    }
    if (this.#value > Number.MAX_SAFE_INTEGER) throw invalidAt(this.#section, offsetBytes, 'a number above 2^53');
    this.#batch[this.#filled] = this.#negative ? -this.#value : this.#value;
    this.#filled += 1;
    this.#negative = false;
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
