type Column = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

const firstCapacity = 1024;

/**
 * A typed array that grows by doubling. Its size follows what was really read: a count in a file's header may lie, and
 * believing it would let a small file ask for all of the memory.
 */
export class GrowableColumn<T extends Column> {
  #items: T;
  #length = 0;
  readonly #allocate: (length: number) => T;

  constructor(allocate: (length: number) => T) {
    this.#allocate = allocate;
    this.#items = allocate(firstCapacity);
  }

  get length(): number {
    return this.#length;
  }

  /** Makes room for `count` more items and counts them as present; the caller writes them from the old length on. */
  extend(count: number): T {
    const needed = this.#length + count;
    if (needed > this.#items.length) this.#grow(Math.max(needed, this.#items.length * 2));
    this.#length = needed;
    return this.#items;
  }

  push(value: number): void {
    this.extend(1)[this.#length - 1] = value;
  }

  append(values: ArrayLike<number>): void {
    const at = this.#length;
    this.extend(values.length).set(values, at);
  }

  /** The items read, in an array of just their size; the column must not be used afterwards. */
  finish(): T {
    return this.#items.slice(0, this.#length) as T;
  }

  #grow(capacity: number): void {
    const grown = this.#allocate(capacity);
    grown.set(this.#items);
    this.#items = grown;
  }
}
