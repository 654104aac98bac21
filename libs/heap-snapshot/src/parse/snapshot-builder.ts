import { invalidAt, tooLargeIn } from '../heap-snapshot-error.ts';
import { HeapSnapshot, type Allocations, type SnapshotColumns } from '../heap-snapshot.ts';
import type { StringTable } from '../string-table.ts';
import { GrowableColumn, WideningColumn } from './growable-column.ts';
import type { LocationLayout, SnapshotLayout, TraceFunctionLayout } from './snapshot-layout.ts';
import type { TraceRows } from './trace-tree-reader.ts';

// Twice an ordinal has to be an index in 31 bits, which the hot loops rely on.
const mostNodes = 2 ** 30;
// The last values of 32 bits stand for "none".
const mostEdges = 2 ** 32 - 16;
const largestWord = 2 ** 32 - 1;

/** Turns records, as they stand in the file, into columns. */
export class SnapshotBuilder {
  readonly #layout: SnapshotLayout;
  readonly #nodeType: GrowableColumn<Uint8Array<ArrayBuffer>>;
  readonly #nodeName: GrowableColumn<Uint32Array<ArrayBuffer>>;
  readonly #nodeId: WideningColumn;
  readonly #selfSize: WideningColumn;
  /** Where the edges of each node begin, and behind the last node where they end. */
  readonly #firstEdge: GrowableColumn<Uint32Array<ArrayBuffer>>;
  readonly #detachedness: GrowableColumn<Uint8Array<ArrayBuffer>>;
  readonly #traceNodeId: WideningColumn | null;
  readonly #edgeType: GrowableColumn<Uint8Array<ArrayBuffer>>;
  readonly #edgeName: GrowableColumn<Uint32Array<ArrayBuffer>>;
  readonly #edgeTarget: GrowableColumn<Uint32Array<ArrayBuffer>>;
  readonly #locations = new GrowableColumn(Float64Array);
  readonly #traceFunctions = new GrowableColumn(Float64Array);
  readonly #isNumberedEdge: Uint8Array;
  #nextEdge = 0;
  // The largest numbers used as an index, with where they stand: what they point into is only known at the end.
  readonly #largestNodeName: Largest = { value: 0, offsetBytes: 0 };
  readonly #largestEdgeName: Largest = { value: 0, offsetBytes: 0 };
  readonly #largestTarget: Largest = { value: 0, offsetBytes: 0 };
  readonly #largestLocated: Largest = { value: 0, offsetBytes: 0 };

  /** Where the size of the input is known, counts of the header that fit into it are taken at their word. */
  constructor(layout: SnapshotLayout, sizeBytes = 0) {
    this.#layout = layout;
    const { claimedNodeCount, claimedEdgeCount } = layout;
    // A number takes at least one digit and a comma.
    const nodes = (claimedNodeCount + 1) * layout.nodeFieldCount * 2 <= sizeBytes ? claimedNodeCount + 1 : 0;
    const edges = claimedEdgeCount * layout.edgeFieldCount * 2 <= sizeBytes ? claimedEdgeCount : 0;
    this.#nodeType = new GrowableColumn(Uint8Array, claimedNodeCount, nodes);
    this.#nodeName = new GrowableColumn(Uint32Array, claimedNodeCount, nodes);
    this.#nodeId = new WideningColumn(claimedNodeCount, nodes);
    this.#selfSize = new WideningColumn(claimedNodeCount, nodes);
    this.#firstEdge = new GrowableColumn(Uint32Array, claimedNodeCount + 1, nodes);
    this.#detachedness = new GrowableColumn(Uint8Array, claimedNodeCount, nodes);
    this.#traceNodeId = layout.node.traceNodeId < 0 ? null : new WideningColumn(claimedNodeCount, nodes);
    this.#edgeType = new GrowableColumn(Uint8Array, claimedEdgeCount, edges);
    this.#edgeName = new GrowableColumn(Uint32Array, claimedEdgeCount, edges);
    this.#edgeTarget = new GrowableColumn(Uint32Array, claimedEdgeCount, edges);
    this.#isNumberedEdge = Uint8Array.from(layout.edgeTypes, (type) => (isNumbered(type) ? 1 : 0));
  }

  addNodes = (records: Float64Array, count: number, offsetBytes: number): void => {
    const { nodeFieldCount: stride, node, nodeTypes } = this.#layout;
    const limits = (field: number): number => largestOf(records, count, stride, field);
    const largestId = limits(node.id);
    const largestSize = limits(node.selfSize);
    if (limits(node.type) >= nodeTypes.length) throw invalidAt('nodes', offsetBytes, 'a node of an unknown type');
    note(this.#largestNodeName, limits(node.name), offsetBytes);
    const first = this.#nodeType.length;
    if (first + count > mostNodes) throw tooLargeIn('nodes', offsetBytes, `more than ${mostNodes} nodes`);
    const type = this.#nodeType.extend(count);
    const name = this.#nodeName.extend(count);
    const id = this.#nodeId.extend(count, largestId);
    const selfSize = this.#selfSize.extend(count, largestSize);
    const firstEdge = this.#firstEdge.extend(count);
    let nextEdge = this.#nextEdge;
    for (let i = first, at = 0; i < first + count; i += 1, at += stride) {
      type[i] = records[at + node.type]!;
      name[i] = records[at + node.name]!;
      id[i] = records[at + node.id]!;
      selfSize[i] = records[at + node.selfSize]!;
      firstEdge[i] = nextEdge;
      nextEdge += records[at + node.edgeCount]!;
    }
    if (nextEdge > mostEdges) throw invalidAt('nodes', offsetBytes, `nodes with more than ${mostEdges} edges`);
    this.#nextEdge = nextEdge;
    this.#addDetachedness(records, count, offsetBytes);
    if (this.#traceNodeId) this.#addTraceNodeIds(this.#traceNodeId, records, count);
  };

  // Nearly all are 0, as the column is: what is never written takes no memory.
  #addDetachedness(records: Float64Array, count: number, offsetBytes: number): void {
    const { nodeFieldCount: stride, node } = this.#layout;
    const first = this.#detachedness.length;
    const detachedness = this.#detachedness.extend(count);
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

  addEdges = (records: Float64Array, count: number, offsetBytes: number): void => {
    const { edgeFieldCount: stride, edge, edgeTypes, nodeFieldCount } = this.#layout;
    const first = this.#edgeType.length;
    if (first + count > mostEdges) throw tooLargeIn('edges', offsetBytes, `more than ${mostEdges} edges`);
    const type = this.#edgeType.extend(count);
    const name = this.#edgeName.extend(count);
    const target = this.#edgeTarget.extend(count);
    const isNumberedEdge = this.#isNumberedEdge;
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
    note(this.#largestEdgeName, largestName, offsetBytes);
    note(this.#largestTarget, largestTarget, offsetBytes);
  };

  /** Locations arrive in any order of fields; they are kept as ordinal, script, line, column. */
  addLocations =
    (layout: LocationLayout) =>
    (records: Float64Array, count: number, offsetBytes: number): void => {
      const first = this.#locations.length;
      const locations = this.#locations.extend(count * 4);
      for (let i = 0, at = 0; i < count; i += 1, at += layout.fieldCount) {
        const ordinal = records[at + layout.objectIndex]! / this.#layout.nodeFieldCount;
        if (!Number.isInteger(ordinal) || ordinal < 0) {
          throw invalidAt('locations', offsetBytes, 'a location of half a node');
        }
        note(this.#largestLocated, ordinal, offsetBytes);
        locations[first + i * 4] = ordinal;
        locations[first + i * 4 + 1] = records[at + layout.scriptId]!;
        locations[first + i * 4 + 2] = records[at + layout.line]!;
        locations[first + i * 4 + 3] = records[at + layout.column]!;
      }
    };

  /** Functions are kept as name, name of the script, script, line, column. */
  addTraceFunctions =
    (layout: TraceFunctionLayout) =>
    (records: Float64Array, count: number): void => {
      const first = this.#traceFunctions.length;
      const functions = this.#traceFunctions.extend(count * 5);
      for (let i = 0, at = 0; i < count; i += 1, at += layout.fieldCount) {
        const to = first + i * 5;
        functions[to] = records[at + layout.name]!;
        functions[to + 1] = records[at + layout.scriptName]!;
        functions[to + 2] = records[at + layout.scriptId]!;
        functions[to + 3] = records[at + layout.line]!;
        functions[to + 4] = records[at + layout.column]!;
      }
    };

  finish(strings: StringTable, traceRows: TraceRows | null, endOffsetBytes: number): HeapSnapshot {
    this.#checkReferences(strings.count, endOffsetBytes);
    this.#firstEdge.push(this.#nextEdge);
    const columns: SnapshotColumns = {
      nodeTypes: this.#layout.nodeTypes,
      edgeTypes: this.#layout.edgeTypes,
      nodeType: this.#nodeType.finish(),
      nodeName: this.#nodeName.finish(),
      nodeId: this.#nodeId.finish(),
      selfSizeBytes: this.#selfSize.finish(),
      detachedness: this.#detachedness.finish(),
      firstEdge: this.#firstEdge.finish(),
      edgeType: this.#edgeType.finish(),
      edgeNameOrIndex: this.#edgeName.finish(),
      edgeTarget: this.#edgeTarget.finish(),
      locations: this.#locations.finish(),
      strings,
      allocations: this.#allocations(traceRows),
      extraNativeBytes: this.#layout.extraNativeBytes,
    };
    return new HeapSnapshot(columns);
  }

  #allocations(rows: TraceRows | null): Allocations | null {
    if (!rows || !this.#traceNodeId || rows.id.length < 2) return null;
    return { nodeTraceId: this.#traceNodeId.finish(), rows, functions: this.#traceFunctions.finish() };
  }

  /** Holds every number that is used as an index against what it points into, so that no question has to. */
  #checkReferences(stringCount: number, endOffsetBytes: number): void {
    const nodeCount = this.#nodeType.length;
    const edgeCount = this.#edgeType.length;
    if (nodeCount === 0) throw invalidAt('nodes', endOffsetBytes, 'no node at all');
    checkIndex('nodes', this.#largestNodeName, stringCount, 'a name');
    checkIndex('edges', this.#largestEdgeName, stringCount, 'a name');
    checkIndex('edges', this.#largestTarget, nodeCount, 'an edge to node');
    checkIndex('locations', this.#largestLocated, nodeCount, 'a location of node');
    if (this.#nextEdge !== edgeCount) {
      throw invalidAt('edges', endOffsetBytes, `${edgeCount} edges where the nodes count ${this.#nextEdge}`);
    }
  }
}

/** Edges of these types have a number where others have the index of a string. */
export function isNumbered(edgeType: string): boolean {
  return edgeType === 'element' || edgeType === 'hidden';
}

interface Largest {
  value: number;
  offsetBytes: number;
}

function note(largest: Largest, value: number, offsetBytes: number): void {
  if (value <= largest.value) return;
  largest.value = value;
  largest.offsetBytes = offsetBytes;
}

function checkIndex(section: string, { value, offsetBytes }: Largest, count: number, what: string): void {
  if (value > 0 && value >= count) throw invalidAt(section, offsetBytes, `${what} ${value} of ${count}`);
}

function largestOf(records: Float64Array, count: number, stride: number, field: number): number {
  let largest = 0;
  for (let i = 0, at = field; i < count; i += 1, at += stride) {
    if (records[at]! > largest) largest = records[at]!;
  }
  return largest;
}
