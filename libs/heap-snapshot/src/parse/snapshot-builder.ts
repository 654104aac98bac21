import { invalidAt } from '../heap-snapshot-error.ts';
import { HeapSnapshot, type SnapshotColumns } from '../heap-snapshot.ts';
import type { StringTable } from '../string-table.ts';
import { GrowableColumn } from './growable-column.ts';
import type { LocationLayout, SnapshotLayout } from './snapshot-layout.ts';

const bytes = () => new GrowableColumn((length) => new Uint8Array(length));
const words = () => new GrowableColumn((length) => new Uint32Array(length));
const doubles = () => new GrowableColumn((length) => new Float64Array(length));

/** Turns records, as they stand in the file, into columns. */
export class SnapshotBuilder {
  readonly #layout: SnapshotLayout;
  readonly #nodeType = bytes();
  readonly #nodeName = words();
  readonly #nodeId = doubles();
  readonly #selfSize = doubles();
  readonly #edgeCount = words();
  readonly #detachedness = bytes();
  readonly #edgeType = bytes();
  readonly #edgeName = words();
  readonly #edgeTarget = words();
  readonly #locations = doubles();

  constructor(layout: SnapshotLayout) {
    this.#layout = layout;
  }

  addNodes = (records: Float64Array, count: number, offsetBytes: number): void => {
    const { nodeFieldCount, node, nodeTypes } = this.#layout;
    const first = this.#nodeType.length;
    const type = this.#nodeType.extend(count);
    const name = this.#nodeName.extend(count);
    const id = this.#nodeId.extend(count);
    const selfSize = this.#selfSize.extend(count);
    const edgeCount = this.#edgeCount.extend(count);
    const detachedness = this.#detachedness.extend(count);
    checkRange('nodes', records, count, nodeFieldCount, node.type, nodeTypes.length, offsetBytes);
    checkRange('nodes', records, count, nodeFieldCount, node.name, 2 ** 32, offsetBytes);
    checkRange('nodes', records, count, nodeFieldCount, node.id, Infinity, offsetBytes);
    checkRange('nodes', records, count, nodeFieldCount, node.selfSize, Infinity, offsetBytes);
    checkRange('nodes', records, count, nodeFieldCount, node.edgeCount, 2 ** 32, offsetBytes);
    for (let i = 0, at = 0; i < count; i += 1, at += nodeFieldCount) {
      type[first + i] = records[at + node.type]!;
      name[first + i] = records[at + node.name]!;
      id[first + i] = records[at + node.id]!;
      selfSize[first + i] = records[at + node.selfSize]!;
      edgeCount[first + i] = records[at + node.edgeCount]!;
      detachedness[first + i] = node.detachedness < 0 ? 0 : records[at + node.detachedness]!;
    }
  };

  addEdges = (records: Float64Array, count: number, offsetBytes: number): void => {
    const { edgeFieldCount, edge, edgeTypes, nodeFieldCount } = this.#layout;
    const first = this.#edgeType.length;
    const type = this.#edgeType.extend(count);
    const name = this.#edgeName.extend(count);
    const target = this.#edgeTarget.extend(count);
    checkRange('edges', records, count, edgeFieldCount, edge.type, edgeTypes.length, offsetBytes);
    checkRange('edges', records, count, edgeFieldCount, edge.nameOrIndex, 2 ** 32, offsetBytes);
    checkRange('edges', records, count, edgeFieldCount, edge.toNode, Infinity, offsetBytes);
    for (let i = 0, at = 0; i < count; i += 1, at += edgeFieldCount) {
      const ordinal = records[at + edge.toNode]! / nodeFieldCount;
      if (!Number.isInteger(ordinal)) throw invalidAt('edges', offsetBytes, 'an edge into the middle of a node');
      type[first + i] = records[at + edge.type]!;
      name[first + i] = records[at + edge.nameOrIndex]!;
      target[first + i] = ordinal;
    }
  };

  /** Locations arrive in any order of fields; they are kept as ordinal, script, line, column. */
  addLocations =
    (layout: LocationLayout) =>
    (records: Float64Array, count: number, offsetBytes: number): void => {
      const first = this.#locations.length;
      const locations = this.#locations.extend(count * 4);
      for (let i = 0, at = 0; i < count; i += 1, at += layout.fieldCount) {
        const ordinal = records[at + layout.objectIndex]! / this.#layout.nodeFieldCount;
        if (!Number.isInteger(ordinal)) throw invalidAt('locations', offsetBytes, 'a location of half a node');
        locations[first + i * 4] = ordinal;
        locations[first + i * 4 + 1] = records[at + layout.scriptId]!;
        locations[first + i * 4 + 2] = records[at + layout.line]!;
        locations[first + i * 4 + 3] = records[at + layout.column]!;
      }
    };

  finish(strings: StringTable, endOffsetBytes: number): HeapSnapshot {
    const columns: SnapshotColumns = {
      nodeTypes: this.#layout.nodeTypes,
      edgeTypes: this.#layout.edgeTypes,
      nodeType: this.#nodeType.finish(),
      nodeName: this.#nodeName.finish(),
      nodeId: this.#nodeId.finish(),
      selfSizeBytes: this.#selfSize.finish(),
      detachedness: this.#detachedness.finish(),
      firstEdge: firstEdges(this.#edgeCount.finish()),
      edgeType: this.#edgeType.finish(),
      edgeNameOrIndex: this.#edgeName.finish(),
      edgeTarget: this.#edgeTarget.finish(),
      locations: this.#locations.finish(),
      strings,
    };
    checkReferences(columns, endOffsetBytes);
    return new HeapSnapshot(columns);
  }
}

function checkRange(
  section: string,
  records: Float64Array,
  count: number,
  fieldCount: number,
  field: number,
  limit: number,
  offsetBytes: number,
): void {
  for (let i = 0, at = field; i < count; i += 1, at += fieldCount) {
    const value = records[at]!;
    if (value < 0 || value >= limit) throw invalidAt(section, offsetBytes, `field ${field} of a record is ${value}`);
  }
}

function firstEdges(edgeCounts: Uint32Array): Uint32Array {
  const first = new Uint32Array(edgeCounts.length + 1);
  for (let i = 0; i < edgeCounts.length; i += 1) first[i + 1] = first[i]! + edgeCounts[i]!;
  return first;
}

/** Holds every number that is used as an index against what it points into, so that no question has to. */
function checkReferences(columns: SnapshotColumns, endOffsetBytes: number): void {
  const { nodeType, nodeName, firstEdge, edgeType, edgeNameOrIndex, edgeTarget, edgeTypes, locations } = columns;
  const nodeCount = nodeType.length;
  const stringCount = columns.strings.count;
  if (nodeCount === 0) throw invalidAt('nodes', endOffsetBytes, 'no node at all');
  if (firstEdge[nodeCount] !== edgeType.length) {
    throw invalidAt('edges', endOffsetBytes, `${edgeType.length} edges where the nodes count ${firstEdge[nodeCount]}`);
  }
  for (let i = 0; i < nodeCount; i += 1) {
    if (nodeName[i]! >= stringCount) throw invalidAt('nodes', endOffsetBytes, `name ${nodeName[i]} of ${stringCount}`);
  }
  const isNumbered = edgeTypes.map((type) => type === 'element' || type === 'hidden');
  for (let i = 0; i < edgeType.length; i += 1) {
    if (edgeTarget[i]! >= nodeCount) throw invalidAt('edges', endOffsetBytes, `an edge to node ${edgeTarget[i]}`);
    if (edgeNameOrIndex[i]! >= stringCount && !isNumbered[edgeType[i]!]) {
      throw invalidAt('edges', endOffsetBytes, `name ${edgeNameOrIndex[i]} of ${stringCount}`);
    }
  }
  for (let i = 0; i < locations.length; i += 4) {
    if (locations[i]! < 0 || locations[i]! >= nodeCount) {
      throw invalidAt('locations', endOffsetBytes, `a location of node ${locations[i]}`);
    }
  }
}
