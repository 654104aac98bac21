import type { Bound } from './bounds.ts';

/** A sink after one block of load. */
export interface Look {
  /** How many requests the block had. */
  readonly requests: number;
  readonly entries: number;
  /** How often something was inserted so far. */
  readonly insertions: number;
  /** More entries than these it says that it never holds. */
  readonly cap: number | null;
}

const looksAtRest = 3;
// The first looks tell the pace; of that, from here on it slows down, from there on it is as good as full.
const looksOfPace = 4;
const shareOfSlowing = 0.5;
const shareOfFading = 0.1;
const fewestLooksOfFading = 8;
// Of what had piled up under load, no more may be left when it is worked off.
const shareLeftWhenDrained = 0.1;
// To fill more than this takes longer than anybody waits.
const mostRequestsToFill = 50_000;

/** How a sink fills under load, look by look. */
export class Fill {
  readonly #mostEntriesPerRequest: number;
  readonly #isCounted: boolean;
  readonly #looks: Look[] = [];
  #entriesAtRest: number[] = [];

  /**
   * Two snapshots tell the most that it takes in: what lies in an entry may look like entries. What `isCounted` by itself alone
   * is believed only once it was seen to grow.
   */
  constructor(mostEntriesPerRequest: number, { isCounted = false } = {}) {
    this.#mostEntriesPerRequest = mostEntriesPerRequest;
    this.#isCounted = isCounted;
  }

  add(look: Look): void {
    this.#looks.push(look);
  }

  /** How many entries it has without load, look by look. */
  rest(entries: number): void {
    this.#entriesAtRest.push(entries);
  }

  /** Whether what had piled up under load goes by itself, and not all of it is gone yet. */
  get isDraining(): boolean {
    const [before, now] = [this.#last.entries, ...this.#entriesAtRest].slice(-2);
    return now !== undefined && now < before! && !this.#isDrained;
  }

  /** Whether the number of its entries is known. */
  get isTelling(): boolean {
    return this.#looks.length > 0;
  }

  get isAtRest(): boolean {
    const before = this.#looks.at(-1 - looksAtRest);
    return before !== undefined && this.#last.entries <= before.entries && (!this.#isCounted || this.#hasGrown);
  }

  /** Whether more requests may fill it: it says so, and so many can be sent; or it takes in ever less. */
  get isFilling(): boolean {
    const { cap, entries } = this.#last;
    const says = cap !== null && (cap - entries) / this.#entriesPerRequest < mostRequestsToFill;
    return says || (this.#gainsLessThan(shareOfSlowing) && !this.#gainsLessThan(shareOfFading));
  }

  /** What was seen; where the load did other work in the end, it shows less. */
  boundAfter(sameWork: boolean): Bound {
    const bounded =
      (this.isAtRest && (sameWork || this.#insertsStill)) || (sameWork && this.#gainsLessThan(shareOfFading));
    const drained = !bounded && this.#isDrained;
    return { bounded: bounded || drained, drained, unfilledCap: bounded || drained ? null : this.#last.cap };
  }

  get #isDrained(): boolean {
    const [first, left] = [this.#looks[0]!.entries, this.#entriesAtRest.at(-1)];
    const piledUp = this.#last.entries - first;
    return left !== undefined && piledUp > 0 && left - first <= shareLeftWhenDrained * piledUp;
  }

  get #last(): Look {
    return this.#looks.at(-1)!;
  }

  get #entriesPerRequest(): number {
    const [start, ...looks] = this.#looks.slice(0, 1 + looksOfPace);
    if (!start || looks.length < looksOfPace) return this.#mostEntriesPerRequest;
    return Math.min(this.#mostEntriesPerRequest, (looks.at(-1)!.entries - start.entries) / requestsOf(looks));
  }

  get #hasGrown(): boolean {
    return this.#last.entries > this.#looks[0]!.entries;
  }

  get #insertsStill(): boolean {
    return this.#last.insertions > this.#looks.at(-1 - looksAtRest)!.insertions;
  }

  /** Whether the later half of the looks gained so little. Keys drawn from a finite set: the last new ones are long in coming. */
  #gainsLessThan(share: number): boolean {
    const half = Math.floor(this.#looks.length / 2);
    const gained = this.#last.entries - this.#looks[half]!.entries;
    const expected = this.#entriesPerRequest * requestsOf(this.#looks.slice(half + 1));
    return !this.#isCounted && half >= fewestLooksOfFading && gained < share * expected;
  }
}

const requestsOf = (looks: readonly Look[]) => looks.reduce((sum, { requests }) => sum + requests, 0);
