/** So many digits are read in a hurry: ten no longer fit into 31 bits. */
export const fastDigits = 9;
/** A number, one digit too many, what separates it from the next one, and the next one's first byte. */
export const fastReach = fastDigits + 4;

const recordsAtOnce = 512; // they stay in the processor's cache between being written and being read

/** Reads whole records as V8 writes them: `9,1,1,0,12,0,`, until Node 22 with a line feed before the last comma. */
export class UsualRecords {
  /** The numbers of the records read last, one record behind the other. */
  readonly numbers: Int32Array;
  /** Behind the last record read. */
  at = 0;
  readonly #fieldCount: number;

  constructor(fieldCount: number) {
    this.#fieldCount = fieldCount;
    this.numbers = new Int32Array(fieldCount * recordsAtOnce);
  }

  /**
   * Reads records from `from` on that begin before `end`, and at most so many, and returns how many they were. It stops
   * at the first one that is anything but usual. Constants are repeated in here, as V8 loads those of a module anew for
   * every byte.
   */
  read(chunk: Uint8Array, from: number, end: number, most: number): number {
    const zero = 0x30;
    const comma = 0x2c - zero;
    const lineFeed = 0x0a - zero;
    const longest = 9; // `fastDigits`
    const numbers = this.numbers;
    const fieldCount = this.#fieldCount;
    const room = Math.min(most, recordsAtOnce);
    let filled = 0;
    let count = 0;
    let at = from;
    while (at < end && count < room) {
      let next = at;
      let field = 0;
      for (; field < fieldCount; field += 1) {
        const start = next;
        // One digit more than is allowed is harmless, and seen below.
        const limit = next + longest + 1;
        let value = 0;
        let digit = chunk[next]! - zero;
        while (digit >>> 0 <= 9 && next < limit) {
          value = (value * 10 + digit) | 0;
          next += 1;
          digit = chunk[next]! - zero;
        }
        if (next === start || next === limit) break;
        if (digit === lineFeed && field === fieldCount - 1) {
          next += 1;
          digit = chunk[next]! - zero;
        }
        if (digit !== comma) break;
        numbers[filled + field] = value;
        next += 1;
      }
      if (field < fieldCount) break;
      filled += fieldCount;
      count += 1;
      at = next;
    }
    this.at = at;
    return count;
  }
}
