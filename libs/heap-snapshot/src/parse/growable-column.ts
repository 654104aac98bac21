type Column = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
type ColumnClass<T extends Column> = { readonly BYTES_PER_ELEMENT: number; new (buffer: ArrayBuffer): T };

const firstCapacity = 1024;

/**
 * A typed array that grows by doubling. Its size follows what was really read: a count in a file's header may lie, and
 * believing it would let a small file ask for all of the memory. An expected length only ends the doubling early.
 */
export class GrowableColumn<T extends Column> {
  #items: T;
  #length = 0;
  readonly #class: ColumnClass<T>;
  readonly #expectedLength: number;

  /** `provenLength` is allocated at once, so it must follow from the size of the input. */
  constructor(columnClass: ColumnClass<T>, expectedLength = 0, provenLength = 0) {
    this.#class = columnClass;
    this.#expectedLength = expectedLength;
    const capacity = Math.max(firstCapacity, provenLength);
    this.#items = new columnClass(new ArrayBuffer(capacity * columnClass.BYTES_PER_ELEMENT));
  }

  get length(): number {
    return this.#length;
  }

  /** All items that there is room for, the present ones first. */
  get items(): T {
    return this.#items;
  }

  get capacity(): number {
    return this.#items.length;
  }

  /** Makes room for `count` more items and counts them as present; the caller writes them from the old length on. */
  extend(count: number): T {
    const needed = this.#length + count;
    this.reserve(needed);
    this.#length = needed;
    return this.#items;
  }

  /** Makes room for a length without counting it as present. */
  reserve(length: number): T {
    if (length > this.#items.length) this.#grow(length);
    return this.#items;
  }

  /** Counts the items up to a length, for which there is room, as present. */
  setLength(length: number): void {
    this.#length = length;
  }

  push(value: number): void {
    this.extend(1)[this.#length - 1] = value;
  }

  append(values: ArrayLike<number>): void {
    const at = this.#length;
    this.extend(values.length).set(values, at);
  }

  /**
   * The items read. The room behind them is not given back, as a copy would need it twice: pages that were never written
   * take no memory.
   */
  finish(): T {
    return this.#items.subarray(0, this.#length) as T;
  }

  #grow(needed: number): void {
    const doubled = this.#items.length * 2;
    const isExpected = this.#expectedLength >= needed && this.#expectedLength < doubled;
    const capacity = isExpected ? this.#expectedLength : Math.max(needed, doubled);
    this.#items = new this.#class(resized(this.#items.buffer, capacity * this.#class.BYTES_PER_ELEMENT));
  }
}

// From Node 22 on the old buffer is freed at once, and not only when garbage is collected.
function resized(buffer: ArrayBuffer, byteLength: number): ArrayBuffer {
  const movable = buffer as ArrayBuffer & { transfer?(byteLength: number): ArrayBuffer };
  if (movable.transfer) return movable.transfer(byteLength);
  const grown = new ArrayBuffer(byteLength);
  new Uint8Array(grown).set(new Uint8Array(buffer));
  return grown;
}

const largestWord = 0xffffffff;

/** A column of whole numbers that takes four bytes for each, until one comes that does not fit. */
export class WideningColumn {
  #words: GrowableColumn<Uint32Array<ArrayBuffer>> | null;
  #doubles: GrowableColumn<Float64Array<ArrayBuffer>> | null = null;

  constructor(expectedLength = 0, provenLength = 0) {
    this.#words = new GrowableColumn(Uint32Array, expectedLength, provenLength);
  }

  get length(): number {
    return (this.#words ?? this.#doubles!).length;
  }

  get items(): Uint32Array | Float64Array {
    return (this.#words ?? this.#doubles!).items;
  }

  get capacity(): number {
    return this.items.length;
  }

  /** Like `extend` of a growable column; `largest` is the largest of the numbers about to be written. */
  extend(count: number, largest: number): Uint32Array | Float64Array {
    if (largest > largestWord) this.#widen();
    return (this.#words ?? this.#doubles!).extend(count);
  }

  push(value: number): void {
    this.extend(1, value)[this.length - 1] = value;
  }

  finish(): Uint32Array | Float64Array {
    return (this.#words ?? this.#doubles!).finish();
  }

  #widen(): void {
    if (!this.#words) return;
    this.#doubles = new GrowableColumn(Float64Array);
    this.#doubles.append(this.#words.finish());
    this.#words = null;
  }
}
