import type { EdgeIndex, NodeId, Ordinal } from './brands.ts';
import type { TraceRows } from './parse/trace-tree-reader.ts';
import type { StringTable } from './string-table.ts';

/** The numbers of a snapshot, one typed array for each field; hot loops read them directly. */
export interface SnapshotColumns {
  readonly nodeTypes: readonly string[];
  readonly edgeTypes: readonly string[];
  readonly nodeType: Uint8Array;
  /** Index into `strings`. */
  readonly nodeName: Uint32Array;
  /** Four bytes for each, or eight where one of them needs more. */
  readonly nodeId: NumberColumn;
  /** Four bytes for each, or eight where a buffer is larger than 4 GiB. */
  readonly selfSizeBytes: NumberColumn;
  /** 0 unknown, 1 attached, 2 detached. */
  readonly detachedness: Uint8Array;
  /** The edges of node `n` are those from `firstEdge[n]` up to, and without, `firstEdge[n + 1]`. */
  readonly firstEdge: Uint32Array;
  readonly edgeType: Uint8Array;
  /** Index into `strings`, but for edges of type `element` and `hidden`, where it is the number itself. */
  readonly edgeNameOrIndex: Uint32Array;
  /** Ordinal of the node that the edge leads to. */
  readonly edgeTarget: Uint32Array;
  /** Groups of four: ordinal, script id, line, column; line and column count from 0. */
  readonly locations: Float64Array;
  readonly strings: StringTable;
  /** Null unless allocations were tracked. */
  readonly allocations: Allocations | null;
  /** Memory outside of the heap that belongs to no node; told by Node 24 and later. */
  readonly extraNativeBytes: number;
}

/** Whole numbers: a Uint32Array where all of them fit, else a Float64Array. */
export interface NumberColumn extends ArrayLike<number>, Iterable<number> {
  reduce(add: (sum: number, value: number) => number, start: number): number;
}

/** Where objects were allocated, as V8 tracked it. */
export interface Allocations {
  /** For each node the `id` of a row; 0 where it is not known. */
  readonly nodeTraceId: NumberColumn;
  readonly rows: TraceRows;
  /** Groups of five: name and name of the script (indexes of strings), script id, line, column. */
  readonly functions: Float64Array;
}

/** Where V8 says an object comes from: for a closure the place of its function. Line and column count from 0. */
export interface SourceLocation {
  readonly scriptId: number;
  readonly line: number;
  readonly column: number;
}

/**
 * A heap at one moment: objects (nodes) and the references between them (edges).
 *
 * @example
 * import type { EdgeIndex, HeapSnapshot, Ordinal } from '@watertight/heap-snapshot';
 *
 * function showReferences(snapshot: HeapSnapshot, node: Ordinal): void {
 *   for (let edge: number = snapshot.firstEdge(node); edge < snapshot.endEdge(node); edge += 1) {
 *     console.log(snapshot.edgeName(edge as EdgeIndex), snapshot.name(snapshot.edgeTarget(edge as EdgeIndex)));
 *   }
 * }
 */
export class HeapSnapshot {
  readonly columns: SnapshotColumns;
  readonly nodeCount: number;
  readonly edgeCount: number;
  #ordinalsById: Uint32Array | null = null;
  #sortedLocations: Float64Array | null = null;
  readonly #isNumberedEdge: readonly boolean[];

  constructor(columns: SnapshotColumns) {
    this.columns = columns;
    this.nodeCount = columns.nodeType.length;
    this.edgeCount = columns.edgeType.length;
    this.#isNumberedEdge = columns.edgeTypes.map((type) => type === 'element' || type === 'hidden');
  }

  /** The synthetic node above all GC roots. */
  get root(): Ordinal {
    return 0 as Ordinal;
  }

  typeName(ordinal: Ordinal): string {
    return this.columns.nodeTypes[this.columns.nodeType[ordinal]!]!;
  }

  name(ordinal: Ordinal): string {
    return this.columns.strings.at(this.columns.nodeName[ordinal]!);
  }

  id(ordinal: Ordinal): NodeId {
    return this.columns.nodeId[ordinal] as NodeId;
  }

  selfSizeBytes(ordinal: Ordinal): number {
    return this.columns.selfSizeBytes[ordinal]!;
  }

  /** Number of edges that leave the node. */
  edgeCountOf(ordinal: Ordinal): number {
    return this.endEdge(ordinal) - this.firstEdge(ordinal);
  }

  firstEdge(ordinal: Ordinal): EdgeIndex {
    return this.columns.firstEdge[ordinal] as EdgeIndex;
  }

  endEdge(ordinal: Ordinal): EdgeIndex {
    return this.columns.firstEdge[ordinal + 1] as EdgeIndex;
  }

  edgeTypeName(edge: EdgeIndex): string {
    return this.columns.edgeTypes[this.columns.edgeType[edge]!]!;
  }

  /** The name of a property, variable or internal slot; the number of an element. */
  edgeName(edge: EdgeIndex): string | number {
    const nameOrIndex = this.columns.edgeNameOrIndex[edge]!;
    return this.#isNumberedEdge[this.columns.edgeType[edge]!] ? nameOrIndex : this.columns.strings.at(nameOrIndex);
  }

  edgeTarget(edge: EdgeIndex): Ordinal {
    return this.columns.edgeTarget[edge] as Ordinal;
  }

  /** The first edge of a node with this type and name, or -1. */
  findEdge(ordinal: Ordinal, type: string, name: string | number): EdgeIndex | -1 {
    const end = this.endEdge(ordinal);
    for (let edge = this.firstEdge(ordinal); edge < end; edge = (edge + 1) as EdgeIndex) {
      if (this.edgeTypeName(edge) === type && this.edgeName(edge) === name) return edge;
    }
    return -1;
  }

  /** The node that the first edge of this type and name leads to. */
  targetOf(ordinal: Ordinal, type: string, name: string | number): Ordinal | null {
    const edge = this.findEdge(ordinal, type, name);
    return edge === -1 ? null : this.edgeTarget(edge);
  }

  /** The node with this id, or null where the object is not in this snapshot. */
  ordinalOfId(id: NodeId): Ordinal | null {
    const sorted = (this.#ordinalsById ??= this.#sortById());
    const ids = this.columns.nodeId;
    let low = 0;
    let high = sorted.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = ids[sorted[middle]!]!;
      if (found === id) return sorted[middle] as Ordinal;
      if (found < id) low = middle + 1;
      else high = middle - 1;
    }
    return null;
  }

  /** All ordinals, by ascending id. */
  get ordinalsById(): Uint32Array {
    return (this.#ordinalsById ??= this.#sortById());
  }

  location(ordinal: Ordinal): SourceLocation | null {
    const rows = (this.#sortedLocations ??= sortLocations(this.columns.locations));
    let low = 0;
    let high = rows.length / 4 - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const row = middle * 4;
      const found = rows[row]!;
      if (found === ordinal) return { scriptId: rows[row + 1]!, line: rows[row + 2]!, column: rows[row + 3]! };
      if (found < ordinal) low = middle + 1;
      else high = middle - 1;
    }
    return null;
  }

  #sortById(): Uint32Array {
    const ids = this.columns.nodeId;
    const ordinals = Uint32Array.from(ids, (_id, ordinal) => ordinal);
    return ordinals.sort((a, b) => ids[a]! - ids[b]!);
  }
}

function sortLocations(locations: Float64Array): Float64Array {
  const rows = Uint32Array.from({ length: locations.length / 4 }, (_, row) => row);
  rows.sort((a, b) => locations[a * 4]! - locations[b * 4]!);
  const sorted = new Float64Array(locations.length);
  rows.forEach((row, place) => sorted.set(locations.subarray(row * 4, row * 4 + 4), place * 4));
  return sorted;
}
