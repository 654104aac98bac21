const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const backslash = 0x5c;

/** The strings of a snapshot as the bytes of the file; a string is made when one is asked for. */
export class StringTable {
  readonly #bytes: Uint8Array;
  readonly #offsets: Uint32Array | Float64Array;

  /** `offsets[i]` is where string `i` begins; one more offset says where the last one ends. */
  constructor(bytes: Uint8Array, offsets: Uint32Array | Float64Array) {
    this.#bytes = bytes;
    this.#offsets = offsets;
  }

  get count(): number {
    return this.#offsets.length - 1;
  }

  at(index: number): string {
    const raw = this.#raw(index);
    const text = decoder.decode(raw);
    return raw.includes(backslash) ? (JSON.parse(`"${text}"`) as string) : text;
  }

  /**
   * For each string of the table, 1 + the place in `texts` of the text that it equals, or 0. Texts must be plain ASCII
   * without quotes, backslashes or control characters, so that they stand in the file as they are.
   */
  numbered(texts: readonly string[]): Uint8Array {
    return this.classified((bytes, start, end) => 1 + texts.findIndex((text) => equalsAt(bytes, start, end, text)));
  }

  /** For each string of the table, what `classify` says of its bytes as they stand in the file. */
  classified(classify: (bytes: Uint8Array, start: number, end: number) => number): Uint8Array {
    const classes = new Uint8Array(this.count);
    for (let index = 0; index < classes.length; index += 1) {
      classes[index] = classify(this.#bytes, this.#offsets[index]!, this.#offsets[index + 1]!);
    }
    return classes;
  }

  #raw(index: number): Uint8Array {
    return this.#bytes.subarray(this.#offsets[index], this.#offsets[index + 1]);
  }
}

function equalsAt(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  return end - start === text.length && startsAt(bytes, start, end, text);
}

/** Whether the bytes from `start` on begin with an ASCII text. */
export function startsAt(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  if (end - start < text.length) return false;
  for (let i = 0; i < text.length; i += 1) {
    if (bytes[start + i] !== text.charCodeAt(i)) return false;
  }
  return true;
}
