import { invalidAt, tooLargeIn } from '../heap-snapshot-error.ts';
import { mostEdges } from './edge-columns.ts';
import { GrowableColumn, WideningColumn } from './growable-column.ts';
import { LargestIndex } from './largest-index.ts';
import type { SnapshotLayout } from './snapshot-layout.ts';
import { UsualRecords } from './usual-records.ts';

// Twice an ordinal has to be an index in 31 bits, which the hot loops rely on.
const mostNodes = 2 ** 30;

/** Turns the records of the section "nodes", as they stand in the file, into columns. */
export class NodeColumns {
  readonly type: GrowableColumn<Uint8Array<ArrayBuffer>>;
  readonly name: GrowableColumn<Uint32Array<ArrayBuffer>>;
  readonly id: WideningColumn;
  readonly selfSize: WideningColumn;
  /** Where the edges of each node begin, and behind the last node, once it is closed, where they end. */
  readonly firstEdge: GrowableColumn<Uint32Array<ArrayBuffer>>;
  readonly detachedness: GrowableColumn<Uint8Array<ArrayBuffer>>;
  readonly traceNodeId: WideningColumn | null;
  readonly largestName = new LargestIndex();
  readonly #layout: SnapshotLayout;
  readonly #usual: UsualRecords;
  #edgeCount = 0;

  constructor(layout: SnapshotLayout, sizeBytes: number) {
    const { claimedNodeCount: claimed, nodeFieldCount } = layout;
    // A number takes at least one digit and a comma.
    const proven = (claimed + 1) * nodeFieldCount * 2 <= sizeBytes ? claimed + 1 : 0;
    this.type = new GrowableColumn(Uint8Array, claimed, proven);
    this.name = new GrowableColumn(Uint32Array, claimed, proven);
    this.id = new WideningColumn(claimed, proven);
    this.selfSize = new WideningColumn(claimed, proven);
    this.firstEdge = new GrowableColumn(Uint32Array, claimed + 1, proven);
    this.detachedness = new GrowableColumn(Uint8Array, claimed, proven);
    this.traceNodeId = layout.node.traceNodeId < 0 ? null : new WideningColumn(claimed, proven);
    this.#layout = layout;
    this.#usual = new UsualRecords(nodeFieldCount);
  }

  /** How many edges the nodes read so far have. */
  get edgeCount(): number {
    return this.#edgeCount;
  }

  /** Adds records with numbers of any size. */
  add = (records: Float64Array, count: number, offsetBytes: number): void => {
    const { nodeFieldCount: stride, node, nodeTypes } = this.#layout;
    const limits = (field: number): number => largestOf(records, count, stride, field);
    const largestId = limits(node.id);
    const largestSize = limits(node.selfSize);
    if (limits(node.type) >= nodeTypes.length) throw invalidAt('nodes', offsetBytes, 'a node of an unknown type');
    this.largestName.note(limits(node.name), offsetBytes);
    const first = this.type.length;
    if (first + count > mostNodes) throw tooLargeIn('nodes', offsetBytes, `more than ${mostNodes} nodes`);
    const type = this.type.extend(count);
    const name = this.name.extend(count);
    const id = this.id.extend(count, largestId);
    const selfSize = this.selfSize.extend(count, largestSize);
    const firstEdge = this.firstEdge.extend(count);
    let nextEdge = this.#edgeCount;
    for (let i = first, at = 0; i < first + count; i += 1, at += stride) {
      type[i] = records[at + node.type]!;
      name[i] = records[at + node.name]!;
      id[i] = records[at + node.id]!;
      selfSize[i] = records[at + node.selfSize]!;
      firstEdge[i] = nextEdge;
      nextEdge += records[at + node.edgeCount]!;
    }
    this.#setEdgeCount(nextEdge, offsetBytes);
    this.#addDetachedness(records, count, offsetBytes);
    if (this.traceNodeId) this.#addTraceNodeIds(this.traceNodeId, records, count);
  };

  /**
   * Takes whole records as V8 writes them, numbers that are not too long, from
   * `from` on up to `end`, while there is room for them. Returns where it stopped: at the first byte of a record that is
   * anything but usual, which is left to `add`.
   */
  takeUsual = (chunk: Uint8Array, from: number, end: number, chunkOffsetBytes: number): number => {
    const first = this.type.length;
    const room = Math.min(mostNodes, this.#leastCapacity()) - first;
    const count = this.#usual.read(chunk, from, end, room);
    if (count === 0 || !this.#areValid(count)) return from;
    const { node } = this.#layout;
    const { at } = this.#usual;
    this.#copy(node.type, count, this.type.items);
    this.largestName.note(this.#copy(node.name, count, this.name.items), chunkOffsetBytes + at);
    this.#copy(node.id, count, this.id.items);
    this.#copy(node.selfSize, count, this.selfSize.items);
    this.#copyRare(node.detachedness, count, this.detachedness.items);
    if (this.traceNodeId) this.#copyRare(node.traceNodeId, count, this.traceNodeId.items);
    this.#sumEdges(count, chunkOffsetBytes + at);
    this.#extendAll(count);
    return at;
  };

  /** Says where the edges of the last node end. */
  close(): void {
    this.firstEdge.push(this.#edgeCount);
  }

  #areValid(count: number): boolean {
    const { nodeFieldCount: stride, node, nodeTypes } = this.#layout;
    const { numbers } = this.#usual;
    const hasValidStates = node.detachedness < 0 || largestOf(numbers, count, stride, node.detachedness) <= 2;
    return hasValidStates && largestOf(numbers, count, stride, node.type) < nodeTypes.length;
  }

  /** Copies a field of the usual records behind what a column holds, and returns the largest number. */
  #copy(field: number, count: number, column: Uint8Array | Uint32Array | Float64Array): number {
    const stride = this.#layout.nodeFieldCount;
    const { numbers } = this.#usual;
    let largest = 0;
    let to = this.type.length;
    const end = to + count;
    for (let at = field; to < end; to += 1, at += stride) {
      const value = numbers[at]!;
      column[to] = value;
      if (value > largest) largest = value;
    }
    return largest;
  }

  // Where nearly all are 0, as the column is: what is never written takes no memory.
  #copyRare(field: number, count: number, column: Uint8Array | Uint32Array | Float64Array): void {
    if (field < 0) return;
    const stride = this.#layout.nodeFieldCount;
    const { numbers } = this.#usual;
    const first = this.type.length;
    for (let i = 0, at = field; i < count; i += 1, at += stride) {
      if (numbers[at] !== 0) column[first + i] = numbers[at]!;
    }
  }

  #sumEdges(count: number, offsetBytes: number): void {
    const { nodeFieldCount: stride, node } = this.#layout;
    const { numbers } = this.#usual;
    const firstEdge = this.firstEdge.items;
    const first = this.type.length;
    let nextEdge = this.#edgeCount;
    for (let i = 0, at = node.edgeCount; i < count; i += 1, at += stride) {
      firstEdge[first + i] = nextEdge;
      nextEdge += numbers[at]!;
    }
    this.#setEdgeCount(nextEdge, offsetBytes);
  }

  #leastCapacity(): number {
    const { type, name, id, selfSize, firstEdge, detachedness, traceNodeId } = this;
    const capacities = [type, name, id, selfSize, firstEdge, detachedness].map((column) => column.capacity);
    return Math.min(...capacities, traceNodeId?.capacity ?? Infinity);
  }

  #extendAll(count: number): void {
    const { type, name, id, selfSize, firstEdge, detachedness, traceNodeId } = this;
    for (const column of [type, name, firstEdge, detachedness]) column.extend(count);
    for (const column of [id, selfSize, traceNodeId]) column?.extend(count, 0);
  }

  #setEdgeCount(edgeCount: number, offsetBytes: number): void {
    if (edgeCount > mostEdges) throw invalidAt('nodes', offsetBytes, `nodes with more than ${mostEdges} edges`);
    this.#edgeCount = edgeCount;
  }

  #addDetachedness(records: Float64Array, count: number, offsetBytes: number): void {
    const { nodeFieldCount: stride, node } = this.#layout;
    const first = this.detachedness.length;
    const detachedness = this.detachedness.extend(count);
    if (node.detachedness < 0) return;
    for (let i = first, at = node.detachedness; i < first + count; i += 1, at += stride) {
      const state = records[at]!;
      if (state === 0) continue;
      if (state > 2) throw invalidAt('nodes', offsetBytes, `detachedness ${state}`);
      detachedness[i] = state;
    }
  }

  #addTraceNodeIds(column: WideningColumn, records: Float64Array, count: number): void {
    const { nodeFieldCount: stride, node } = this.#layout;
    const first = column.length;
    const ids = column.extend(count, largestOf(records, count, stride, node.traceNodeId));
    for (let i = first, at = node.traceNodeId; i < first + count; i += 1, at += stride) {
      if (records[at] !== 0) ids[i] = records[at]!;
    }
  }
}

function largestOf(records: Float64Array | Int32Array, count: number, stride: number, field: number): number {
  let largest = 0;
  for (let i = 0, at = field; i < count; i += 1, at += stride) {
    if (records[at]! > largest) largest = records[at]!;
  }
  return largest;
}
