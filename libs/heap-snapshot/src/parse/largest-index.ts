import { invalidAt } from '../heap-snapshot-error.ts';

/** The largest number used as an index, with where it stands: what it points into is only known at the end of the file. */
export class LargestIndex {
  #value = 0;
  #offsetBytes = 0;

  note(value: number, offsetBytes: number): void {
    if (value <= this.#value) return;
    this.#value = value;
    this.#offsetBytes = offsetBytes;
  }

  /** `what` says what the number was used for. */
  check(section: string, count: number, what: string): void {
    if (this.#value === 0 || this.#value < count) return;
    throw invalidAt(section, this.#offsetBytes, `${what} ${this.#value} of ${count}`);
  }
}
