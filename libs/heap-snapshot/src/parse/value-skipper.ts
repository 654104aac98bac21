import { invalidAt } from '../heap-snapshot-error.ts';
import { GrowableColumn } from './growable-column.ts';
import { ascii, isSpace, printed, type SectionReader } from './section-reader.ts';

type State = 'before-value' | 'value' | 'string' | 'escape' | 'scalar' | 'done';

/** Goes over one JSON value of any kind, keeping nothing but the open brackets. */
export class ValueSkipper implements SectionReader {
  readonly #section: string;
  #open = new Uint8Array(64);
  #depth = 0;
  #state: State = 'before-value';

  constructor(section: string) {
    this.#section = section;
  }

  get done(): boolean {
    return this.#state === 'done';
  }

  read(chunk: Uint8Array, from: number, chunkOffsetBytes: number): number {
    let at = from;
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at]!;
      // The byte behind a number belongs to whoever reads the object around it.
      if (this.#state === 'scalar' && endsScalar(byte)) this.#state = 'done';
      if (this.#state === 'done') break;
      this.#step(byte, chunkOffsetBytes + at);
    }
    return at;
  }

  #step(byte: number, offsetBytes: number): void {
    switch (this.#state) {
      case 'string':
        if (byte === ascii.backslash) this.#state = 'escape';
        else if (byte === ascii.quote) this.#endValue();
        return;
      case 'escape':
        this.#state = 'string';
        return;
      case 'before-value':
        if (!isSpace(byte)) this.#begin(byte, offsetBytes);
        return;
      case 'value':
        this.#inside(byte, offsetBytes);
        return;
      case 'scalar':
      case 'done':
    }
  }

  #begin(byte: number, offsetBytes: number): void {
    if (byte === ascii.openBrace || byte === ascii.openBracket || byte === ascii.quote) this.#inside(byte, offsetBytes);
    else if (/[-0-9tfn]/.test(String.fromCharCode(byte))) this.#state = 'scalar';
    else throw invalidAt(this.#section, offsetBytes, `${printed(byte)} instead of a value`);
  }

  #inside(byte: number, offsetBytes: number): void {
    if (byte === ascii.quote) this.#state = 'string';
    else if (byte === ascii.openBrace || byte === ascii.openBracket) this.#push(byte);
    else if (byte === ascii.closeBrace || byte === ascii.closeBracket) this.#pop(byte, offsetBytes);
  }

  #push(byte: number): void {
    if (this.#depth === this.#open.length) {
      const grown = new Uint8Array(this.#depth * 2);
      grown.set(this.#open);
      this.#open = grown;
    }
    this.#open[this.#depth] = byte;
    this.#depth += 1;
    this.#state = 'value';
  }

  #pop(byte: number, offsetBytes: number): void {
    this.#depth -= 1;
    // In ASCII a closing bracket stands two behind its opening one.
    if (this.#open[this.#depth] !== byte - 2)
      throw invalidAt(this.#section, offsetBytes, `${printed(byte)} that closes nothing`);
    this.#endValue();
  }

  #endValue(): void {
    this.#state = this.#depth === 0 ? 'done' : 'value';
  }
}

function endsScalar(byte: number): boolean {
  return byte === ascii.comma || byte === ascii.closeBrace || isSpace(byte);
}

const longestHeaderBytes = 16 * 1024 * 1024;

/** Reads one small JSON value as a whole. */
export class SmallValueReader implements SectionReader {
  readonly #section: string;
  readonly #skipper: ValueSkipper;
  readonly #bytes = new GrowableColumn(Uint8Array);

  constructor(section: string) {
    this.#section = section;
    this.#skipper = new ValueSkipper(section);
  }

  get done(): boolean {
    return this.#skipper.done;
  }

  read(chunk: Uint8Array, from: number, chunkOffsetBytes: number): number {
    const end = this.#skipper.read(chunk, from, chunkOffsetBytes);
    this.#bytes.append(chunk.subarray(from, end));
    if (this.#bytes.length > longestHeaderBytes) throw invalidAt(this.#section, chunkOffsetBytes, 'more than 16 MiB');
    return end;
  }

  value(offsetBytes: number): unknown {
    try {
      return JSON.parse(new TextDecoder().decode(this.#bytes.finish()));
    } catch (cause) {
      throw invalidAt(this.#section, offsetBytes, 'malformed JSON', cause);
    }
  }
}
