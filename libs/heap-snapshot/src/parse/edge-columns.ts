import { invalidAt, tooLargeIn } from '../heap-snapshot-error.ts';
import { GrowableColumn } from './growable-column.ts';
import { LargestIndex } from './largest-index.ts';
import type { SnapshotLayout } from './snapshot-layout.ts';

// The last values of 32 bits stand for "none".
export const mostEdges = 2 ** 32 - 16;
const largestWord = 2 ** 32 - 1;

/** Turns the records of the section "edges", as they stand in the file, into columns. */
export class EdgeColumns {
  readonly type: GrowableColumn<Uint8Array<ArrayBuffer>>;
  readonly nameOrIndex: GrowableColumn<Uint32Array<ArrayBuffer>>;
  readonly target: GrowableColumn<Uint32Array<ArrayBuffer>>;
  readonly largestName = new LargestIndex();
  readonly largestTarget = new LargestIndex();
  readonly #layout: SnapshotLayout;
  readonly #isNumbered: Uint8Array;
  readonly #isInUsualOrder: boolean;

  constructor(layout: SnapshotLayout, sizeBytes: number) {
    const { claimedEdgeCount: claimed, edgeFieldCount, edge } = layout;
    // A number takes at least one digit and a comma.
    const proven = claimed * edgeFieldCount * 2 <= sizeBytes ? claimed : 0;
    this.type = new GrowableColumn(Uint8Array, claimed, proven);
    this.nameOrIndex = new GrowableColumn(Uint32Array, claimed, proven);
    this.target = new GrowableColumn(Uint32Array, claimed, proven);
    this.#layout = layout;
    this.#isNumbered = Uint8Array.from(layout.edgeTypes, (type) => (isNumbered(type) ? 1 : 0));
    this.#isInUsualOrder = edgeFieldCount === 3 && edge.type === 0 && edge.nameOrIndex === 1 && edge.toNode === 2;
  }

  /** Adds records whatever the order of their fields. */
  add = (records: Float64Array, count: number, offsetBytes: number): void => {
    const { edgeFieldCount: stride, edge, edgeTypes, nodeFieldCount } = this.#layout;
    const first = this.type.length;
    if (first + count > mostEdges) throw tooLargeIn('edges', offsetBytes, `more than ${mostEdges} edges`);
    const type = this.type.extend(count);
    const name = this.nameOrIndex.extend(count);
    const target = this.target.extend(count);
    const isNumberedEdge = this.#isNumbered;
    const typeCount = edgeTypes.length;
    const perNode = 1 / nodeFieldCount;
    let largestName = 0;
    let largestTarget = 0;
    for (let i = first, at = 0; i < first + count; i += 1, at += stride) {
      const edgeType = records[at + edge.type]!;
      const nameOrIndex = records[at + edge.nameOrIndex]!;
      const toNode = records[at + edge.toNode]!;
      // Multiplying is many times faster than dividing; whether it came out even is checked.
      const ordinal = (toNode * perNode + 0.5) | 0;
      if (edgeType >= typeCount) throw invalidAt('edges', offsetBytes, 'an edge of an unknown type');
      if (ordinal * nodeFieldCount !== toNode) throw invalidAt('edges', offsetBytes, 'an edge to half a node');
      if (nameOrIndex > largestName && (isNumberedEdge[edgeType] === 0 || nameOrIndex > largestWord)) {
        largestName = nameOrIndex;
      }
      if (ordinal > largestTarget) largestTarget = ordinal;
      type[i] = edgeType;
      name[i] = nameOrIndex;
      target[i] = ordinal;
    }
    if (largestName > largestWord) throw invalidAt('edges', offsetBytes, `the name or index ${largestName}`);
    this.largestName.note(largestName, offsetBytes);
    this.largestTarget.note(largestTarget, offsetBytes);
  };

  /**
   * Takes whole records as V8 writes them, `3,14,159,` (until Node 22 with a line feed before the last comma), from `from`
   * on up to `end`, while there is room for them. Returns where it stopped: at the first byte of a record that is anything
   * but usual, which is left to `add`. More than half of all bytes of a snapshot go through this loop, so numbers are not
   * stored in between, and constants are repeated in here, as V8 loads those of a module anew for every byte.
   */
  takeUsual = (chunk: Uint8Array, from: number, end: number, chunkOffsetBytes: number): number => {
    if (!this.#isInUsualOrder) return from;
    const zero = 0x30;
    const comma = 0x2c - zero;
    const lineFeed = 0x0a - zero;
    const longest = 9; // `fastDigits`
    const { edgeTypes, nodeFieldCount } = this.#layout;
    const isNumberedEdge = this.#isNumbered;
    const typeCount = Math.min(edgeTypes.length, 10);
    const perNode = 1 / nodeFieldCount;
    const type = this.type.items;
    const name = this.nameOrIndex.items;
    const target = this.target.items;
    const room = Math.min(type.length, name.length, target.length);
    let largestName = 0;
    let largestTarget = 0;
    let i = this.type.length;
    let at = from;
    while (at < end && i < room) {
      const edgeType = chunk[at]! - zero;
      if (edgeType >>> 0 >= typeCount || chunk[at + 1]! - zero !== comma) break;
      const nameStart = at + 2;
      // One digit more than is allowed is harmless, and seen below.
      const nameLimit = nameStart + longest + 1;
      let next = nameStart;
      let nameOrIndex = 0;
      let digit = chunk[next]! - zero;
      while (digit >>> 0 <= 9 && next < nameLimit) {
        nameOrIndex = (nameOrIndex * 10 + digit) | 0;
        next += 1;
        digit = chunk[next]! - zero;
      }
      if (digit !== comma || next === nameStart || next === nameLimit) break;
      const targetStart = next + 1;
      const targetLimit = targetStart + longest + 1;
      next = targetStart;
      let toNode = 0;
      digit = chunk[next]! - zero;
      while (digit >>> 0 <= 9 && next < targetLimit) {
        toNode = (toNode * 10 + digit) | 0;
        next += 1;
        digit = chunk[next]! - zero;
      }
      if (next === targetStart || next === targetLimit) break;
      if (digit === lineFeed) {
        next += 1;
        digit = chunk[next]! - zero;
      }
      if (digit !== comma) break;
      const ordinal = (toNode * perNode + 0.5) | 0;
      if (ordinal * nodeFieldCount !== toNode) break;
      if (nameOrIndex > largestName && isNumberedEdge[edgeType] === 0) largestName = nameOrIndex;
      if (ordinal > largestTarget) largestTarget = ordinal;
      type[i] = edgeType;
      name[i] = nameOrIndex;
      target[i] = ordinal;
      i += 1;
      at = next + 1;
    }
    this.type.setLength(i);
    this.nameOrIndex.setLength(i);
    this.target.setLength(i);
    this.largestName.note(largestName, chunkOffsetBytes + at);
    this.largestTarget.note(largestTarget, chunkOffsetBytes + at);
    return at;
  };
}

/** Edges of these types have a number where others have the index of a string. */
function isNumbered(edgeType: string): boolean {
  return edgeType === 'element' || edgeType === 'hidden';
}
