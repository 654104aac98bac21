import { invalidAt } from '../heap-snapshot-error.ts';
import { StringTable } from '../string-table.ts';
import { GrowableColumn, WideningColumn } from './growable-column.ts';
import { ascii, isSpace, printed, type SectionReader } from './section-reader.ts';

type State = 'before-array' | 'first' | 'next' | 'string' | 'escape' | 'unicode' | 'after-string' | 'done';

const simpleEscapes = new Set([...'"\\/bfnrt'].map((letter) => letter.charCodeAt(0)));

/** Reads `["…","…"]` and keeps the bytes between the quotes as they are; they are decoded when asked for. */
export class StringArrayReader implements SectionReader {
  readonly #section: string;
  readonly #bytes = new GrowableColumn(Uint8Array);
  readonly #offsets = new WideningColumn();
  #state: State = 'before-array';
  #hexDigitsLeft = 0;

  constructor(section: string) {
    this.#section = section;
    this.#offsets.push(0);
  }

  get done(): boolean {
    return this.#state === 'done';
  }

  table(): StringTable {
    return new StringTable(this.#bytes.finish(), this.#offsets.finish());
  }

  read(chunk: Uint8Array, from: number, chunkOffsetBytes: number): number {
    let at = from;
    while (at < chunk.length && this.#state !== 'done') {
      if (this.#state === 'string') at = this.#takePlainBytes(chunk, at);
      if (at === chunk.length) break;
      this.#step(chunk[at]!, chunkOffsetBytes + at);
      at += 1;
    }
    return at;
  }

  // Most strings are short: copying them byte by byte while looking for their end is the fastest way.
  #takePlainBytes(chunk: Uint8Array, from: number): number {
    const end = chunk.length;
    let length = this.#bytes.length;
    const bytes = this.#bytes.reserve(length + end - from);
    let at = from;
    for (; at < end; at += 1) {
      const byte = chunk[at]!;
      if (byte === ascii.quote || byte === ascii.backslash || byte < ascii.space) break;
      bytes[length] = byte;
      length += 1;
    }
    this.#bytes.setLength(length);
    return at;
  }

  #step(byte: number, offsetBytes: number): void {
    switch (this.#state) {
      case 'string':
        return this.#endOrEscape(byte, offsetBytes);
      case 'escape':
        return this.#escape(byte, offsetBytes);
      case 'unicode':
        return this.#hexDigit(byte, offsetBytes);
      default:
        if (!isSpace(byte)) this.#between(byte, offsetBytes);
    }
  }

  #endOrEscape(byte: number, offsetBytes: number): void {
    if (byte === ascii.quote) {
      this.#offsets.push(this.#bytes.length);
      this.#state = 'after-string';
      return;
    }
    if (byte !== ascii.backslash) throw invalidAt(this.#section, offsetBytes, `${printed(byte)} inside a string`);
    this.#bytes.push(byte);
    this.#state = 'escape';
  }

  #escape(byte: number, offsetBytes: number): void {
    if (byte !== ascii.u && !simpleEscapes.has(byte)) {
      throw invalidAt(this.#section, offsetBytes, `an escape by ${printed(byte)}`);
    }
    this.#bytes.push(byte);
    this.#hexDigitsLeft = 4;
    this.#state = byte === ascii.u ? 'unicode' : 'string';
  }

  #hexDigit(byte: number, offsetBytes: number): void {
    const isDigit = byte >= ascii.zero && byte <= ascii.nine;
    const lowerCase = byte | 0x20;
    const isLetter = lowerCase >= 0x61 && lowerCase <= 0x66;
    if (!isDigit && !isLetter) throw invalidAt(this.#section, offsetBytes, `${printed(byte)} instead of a hex digit`);
    this.#bytes.push(byte);
    this.#hexDigitsLeft -= 1;
    if (this.#hexDigitsLeft === 0) this.#state = 'string';
  }

  #between(byte: number, offsetBytes: number): void {
    const mayEnd = this.#state === 'first' || this.#state === 'after-string';
    const mayBegin = this.#state === 'first' || this.#state === 'next';
    if (this.#state === 'before-array' && byte === ascii.openBracket) this.#state = 'first';
    else if (mayBegin && byte === ascii.quote) this.#state = 'string';
    else if (mayEnd && byte === ascii.closeBracket) this.#state = 'done';
    else if (this.#state === 'after-string' && byte === ascii.comma) this.#state = 'next';
    else throw invalidAt(this.#section, offsetBytes, `${printed(byte)} instead of a string`);
  }
}
