import type { Point, Slot } from '../protocol.ts';

const kept = 1200;
const bucketMs = 500;

/** The newest points of both processes. It keeps ten minutes, so the page stays as it is over a day. */
export class Series {
  readonly #points: Record<Slot, Point[]> = { yours: [], twin: [] };
  readonly #listeners = new Set<() => void>();

  replace(slot: Slot, points: readonly Point[]): void {
    this.#points[slot] = points.slice(-kept);
    this.#tell();
  }

  add(slot: Slot, points: readonly Point[]): void {
    const known = this.#points[slot];
    known.push(...points);
    if (known.length > kept) known.splice(0, known.length - kept);
    this.#tell();
  }

  latest(slot: Slot): Point | undefined {
    return this.#points[slot].at(-1);
  }

  /** The newest value of a quantity that has one at all. */
  newest(slot: Slot, valueOf: (point: Point) => number | null): number | null {
    const points = this.#points[slot];
    for (let at = points.length - 1; at >= 0 && at > points.length - 40; at -= 1) {
      const value = valueOf(points[at]!);
      if (value !== null) return value;
    }
    return null;
  }

  /** One column of seconds and one of values for each process, on one axis that ends now. */
  columns(valueOf: (point: Point) => number | null, seconds: number): [number[], (number | null)[], (number | null)[]] {
    const last = Math.max(this.latest('yours')?.atMs ?? 0, this.latest('twin')?.atMs ?? 0) || Date.now();
    const end = Math.floor(last / bucketMs);
    const length = Math.ceil((seconds * 1000) / bucketMs) + 1;
    const first = end - length + 1;
    const times = Array.from({ length }, (_, at) => ((first + at) * bucketMs) / 1000);
    const valuesOf = (slot: Slot) => {
      const values = new Array<number | null>(length).fill(null);
      for (const point of this.#points[slot]) {
        const at = Math.floor(point.atMs / bucketMs) - first;
        if (at >= 0 && at < length) values[at] = valueOf(point) ?? values[at] ?? null;
      }
      return values;
    };
    return [times, valuesOf('yours'), valuesOf('twin')];
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
