import { invalidAt } from '../heap-snapshot-error.ts';
import { GrowableColumn, WideningColumn } from './growable-column.ts';
import { ascii, isSpace, printed, type SectionReader } from './section-reader.ts';

/** The calls that allocated, as a tree: row 0 is the root, and each row comes behind its parent. */
export interface TraceRows {
  /** What the `trace_node_id` of a node refers to. */
  readonly id: Uint32Array | Float64Array;
  /** Row in the list of functions. */
  readonly functionIndex: Uint32Array | Float64Array;
  /** Objects allocated here that are alive. */
  readonly count: Uint32Array | Float64Array;
  readonly sizeBytes: Uint32Array | Float64Array;
  /** Row of the call before; the root's own row for the root. */
  readonly parent: Uint32Array;
}

const fieldCount = 4;

/**
 * Reads the tree of allocations: lists of `id, function, count, size, [children]`, one behind the other and nested as deep
 * as the calls were.
 */
export class TraceTreeReader implements SectionReader {
  readonly #section: string;
  readonly #fields = Array.from({ length: fieldCount }, () => new WideningColumn());
  readonly #parents = new GrowableColumn(Uint32Array);
  /** The rows whose children are being read, innermost last. */
  readonly #open = new GrowableColumn(Uint32Array);
  #depth = 0;
  #field = 0;
  #value = -1;
  #mayEnd = false;
  #state: 'before' | 'inside' | 'done' = 'before';

  constructor(section: string) {
    this.#section = section;
  }

  get done(): boolean {
    return this.#state === 'done';
  }

  rows(): TraceRows {
    const [id, functionIndex, count, sizeBytes] = this.#fields.map((field) => field.finish());
    return {
      id: id!,
      functionIndex: functionIndex!,
      count: count!,
      sizeBytes: sizeBytes!,
      parent: this.#parents.finish(),
    };
  }

  read(chunk: Uint8Array, from: number, chunkOffsetBytes: number): number {
    let at = from;
    while (at < chunk.length && this.#state !== 'done') {
      this.#step(chunk[at]!, chunkOffsetBytes + at);
      at += 1;
    }
    return at;
  }

  #step(byte: number, offsetBytes: number): void {
    const digit = byte - ascii.zero;
    const isDigit = digit >= 0 && digit <= 9;
    if (isDigit && this.#state === 'inside' && this.#field < fieldCount) {
      this.#value = Math.max(this.#value, 0) * 10 + digit;
      return;
    }
    if (isSpace(byte)) return;
    if (byte === ascii.comma && this.#value >= 0) this.#endNumber(offsetBytes);
    else if (byte === ascii.comma && this.#mayEnd) this.#mayEnd = false;
    else if (byte === ascii.openBracket && (this.#state === 'before' || this.#field === fieldCount)) this.#openList();
    else if (byte === ascii.closeBracket && this.#isBetweenRows()) this.#closeList();
    else throw invalidAt(this.#section, offsetBytes, `${printed(byte)} inside a call`);
  }

  #endNumber(offsetBytes: number): void {
    if (this.#value > Number.MAX_SAFE_INTEGER) throw invalidAt(this.#section, offsetBytes, 'a number above 2^53');
    if (this.#field === 0) this.#parents.push(this.#depth > 1 ? this.#open.reserve(0)[this.#depth - 1]! : 0);
    this.#fields[this.#field]!.push(this.#value);
    this.#field += 1;
    this.#value = -1;
  }

  #openList(): void {
    this.#state = 'inside';
    this.#open.reserve(this.#depth + 1)[this.#depth] = Math.max(0, this.#parents.length - 1);
    this.#depth += 1;
    this.#field = 0;
    this.#mayEnd = false;
  }

  #isBetweenRows(): boolean {
    return this.#state === 'inside' && this.#field === 0 && this.#value < 0;
  }

  #closeList(): void {
    this.#depth -= 1;
    this.#mayEnd = true;
    if (this.#depth === 0) this.#state = 'done';
  }
}
