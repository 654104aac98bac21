import { invalidAt } from '../heap-snapshot-error.ts';
import { HeapSnapshot, type Allocations, type SnapshotColumns } from '../heap-snapshot.ts';
import type { StringTable } from '../string-table.ts';
import { EdgeColumns } from './edge-columns.ts';
import { GrowableColumn } from './growable-column.ts';
import { LargestIndex } from './largest-index.ts';
import { NodeColumns } from './node-columns.ts';
import type { LocationLayout, SnapshotLayout, TraceFunctionLayout } from './snapshot-layout.ts';
import type { TraceRows } from './trace-tree-reader.ts';

/** Turns records, as they stand in the file, into columns. */
export class SnapshotBuilder {
  readonly #layout: SnapshotLayout;
  readonly nodes: NodeColumns;
  readonly edges: EdgeColumns;
  readonly #locations = new GrowableColumn(Float64Array);
  readonly #traceFunctions = new GrowableColumn(Float64Array);
  readonly #largestLocated = new LargestIndex();

  /** Where the size of the input is known, counts of the header that fit into it are taken at their word. */
  constructor(layout: SnapshotLayout, sizeBytes = 0) {
    this.#layout = layout;
    this.nodes = new NodeColumns(layout, sizeBytes);
    this.edges = new EdgeColumns(layout, sizeBytes);
  }

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
        this.#largestLocated.note(ordinal, offsetBytes);
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
    const { nodes, edges } = this;
    nodes.close();
    const columns: SnapshotColumns = {
      nodeTypes: this.#layout.nodeTypes,
      edgeTypes: this.#layout.edgeTypes,
      nodeType: nodes.type.finish(),
      nodeName: nodes.name.finish(),
      nodeId: nodes.id.finish(),
      selfSizeBytes: nodes.selfSize.finish(),
      detachedness: nodes.detachedness.finish(),
      firstEdge: nodes.firstEdge.finish(),
      edgeType: edges.type.finish(),
      edgeNameOrIndex: edges.nameOrIndex.finish(),
      edgeTarget: edges.target.finish(),
      locations: this.#locations.finish(),
      strings,
      allocations: this.#allocations(traceRows),
      extraNativeBytes: this.#layout.extraNativeBytes,
    };
    return new HeapSnapshot(columns);
  }

  #allocations(rows: TraceRows | null): Allocations | null {
    const { traceNodeId } = this.nodes;
    if (!rows || !traceNodeId || rows.id.length < 2) return null;
    return { nodeTraceId: traceNodeId.finish(), rows, functions: this.#traceFunctions.finish() };
  }

  /** Holds every number that is used as an index against what it points into, so that no question has to. */
  #checkReferences(stringCount: number, endOffsetBytes: number): void {
    const { nodes, edges } = this;
    const nodeCount = nodes.type.length;
    const edgeCount = edges.type.length;
    if (nodeCount === 0) throw invalidAt('nodes', endOffsetBytes, 'no node at all');
    nodes.largestName.check('nodes', stringCount, 'a name');
    edges.largestName.check('edges', stringCount, 'a name');
    edges.largestTarget.check('edges', nodeCount, 'an edge to node');
    this.#largestLocated.check('locations', nodeCount, 'a location of node');
    if (nodes.edgeCount !== edgeCount) {
      throw invalidAt('edges', endOffsetBytes, `${edgeCount} edges where the nodes count ${nodes.edgeCount}`);
    }
  }
}
