import { invalidAt } from '../heap-snapshot-error.ts';

/** Where each field stands in its record, and the names of the types; V8's versions differ in both. */
export interface SnapshotLayout {
  readonly nodeFieldCount: number;
  readonly node: {
    readonly type: number;
    readonly name: number;
    readonly id: number;
    readonly selfSize: number;
    readonly edgeCount: number;
    /** -1 where the file does not tell, here and below. */
    readonly detachedness: number;
    readonly traceNodeId: number;
  };
  readonly nodeTypes: readonly string[];
  readonly edgeFieldCount: number;
  readonly edge: { readonly type: number; readonly nameOrIndex: number; readonly toNode: number };
  readonly edgeTypes: readonly string[];
  /** Null where the file has none, or none that can be understood. */
  readonly location: LocationLayout | null;
  readonly traceFunction: TraceFunctionLayout | null;
  readonly hasTraceTree: boolean;
  /** Memory outside of the heap that V8 knows of and that belongs to no node (Node 24 and later). */
  readonly extraNativeBytes: number;
  /** What the header says, which may be wrong: good for nothing but a guess at sizes. */
  readonly claimedNodeCount: number;
  readonly claimedEdgeCount: number;
}

export interface LocationLayout {
  readonly fieldCount: number;
  readonly objectIndex: number;
  readonly scriptId: number;
  readonly line: number;
  readonly column: number;
}

export interface TraceFunctionLayout {
  readonly fieldCount: number;
  readonly name: number;
  readonly scriptName: number;
  readonly scriptId: number;
  readonly line: number;
  readonly column: number;
}

/** Understands the value of the section `snapshot`. */
export function readLayout(header: unknown, offsetBytes: number): SnapshotLayout {
  const read = new HeaderReader(header, offsetBytes);
  const nodeFields = read.names('node_fields');
  const edgeFields = read.names('edge_fields');
  const nodeType = read.position(nodeFields, 'type');
  const edgeType = read.position(edgeFields, 'type');
  return {
    nodeFieldCount: nodeFields.length,
    node: {
      type: nodeType,
      name: read.position(nodeFields, 'name'),
      id: read.position(nodeFields, 'id'),
      selfSize: read.position(nodeFields, 'self_size'),
      edgeCount: read.position(nodeFields, 'edge_count'),
      detachedness: nodeFields.indexOf('detachedness'),
      traceNodeId: nodeFields.indexOf('trace_node_id'),
    },
    nodeTypes: read.typeNames('node_types', nodeType),
    edgeFieldCount: edgeFields.length,
    edge: {
      type: edgeType,
      nameOrIndex: read.position(edgeFields, 'name_or_index'),
      toNode: read.position(edgeFields, 'to_node'),
    },
    edgeTypes: read.typeNames('edge_types', edgeType),
    location: read.location(),
    traceFunction: read.traceFunction(),
    hasTraceTree: read.hasTraceTree(),
    extraNativeBytes: read.count('extra_native_bytes'),
    claimedNodeCount: read.count('node_count'),
    claimedEdgeCount: read.count('edge_count'),
  };
}

const mostTypes = 256; // they are kept in one byte
const mostFields = 64; // a batch of records is kept in memory

class HeaderReader {
  readonly #header: Record<string, unknown>;
  readonly #meta: Record<string, unknown>;
  readonly #offsetBytes: number;

  constructor(header: unknown, offsetBytes: number) {
    this.#offsetBytes = offsetBytes;
    if (!isRecord(header)) throw this.#invalid('a header that is no object');
    const meta = header['meta'];
    if (!isRecord(meta)) throw this.#invalid('no "meta"');
    this.#header = header;
    this.#meta = meta;
  }

  names(key: string): string[] {
    const names = this.#meta[key];
    if (!isNames(names) || names.length === 0 || names.length > mostFields) throw this.#invalid(`no list "${key}"`);
    return names;
  }

  position(fields: readonly string[], field: string): number {
    const position = fields.indexOf(field);
    if (position < 0) throw this.#invalid(`no field "${field}"`);
    return position;
  }

  /** Node 24 lists one type more than fields, so the list is taken from its place and lengths are not compared. */
  typeNames(key: string, position: number): string[] {
    const types = this.#meta[key];
    const names: unknown = Array.isArray(types) ? types[position] : undefined;
    if (!isNames(names) || names.length > mostTypes) throw this.#invalid(`no list of types in "${key}"`);
    return names;
  }

  location(): LocationLayout | null {
    const found = this.#positions('location_fields', ['object_index', 'script_id', 'line', 'column']);
    if (!found) return null;
    const [objectIndex, scriptId, line, column] = found.positions as [number, number, number, number];
    return { fieldCount: found.fieldCount, objectIndex, scriptId, line, column };
  }

  traceFunction(): TraceFunctionLayout | null {
    const fields = ['name', 'script_name', 'script_id', 'line', 'column'];
    const found = this.#positions('trace_function_info_fields', fields);
    if (!found) return null;
    const [name, scriptName, scriptId, line, column] = found.positions as [number, number, number, number, number];
    return { fieldCount: found.fieldCount, name, scriptName, scriptId, line, column };
  }

  hasTraceTree(): boolean {
    const fields = this.#meta['trace_node_fields'];
    return isNames(fields) && fields.join() === 'id,function_info_index,count,size,children';
  }

  count(key: string): number {
    const count = this.#header[key];
    return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : 0;
  }

  #positions(key: string, wanted: readonly string[]): { fieldCount: number; positions: number[] } | null {
    const fields = this.#meta[key];
    if (!isNames(fields) || fields.length > mostFields) return null;
    const positions = wanted.map((field) => fields.indexOf(field));
    return positions.includes(-1) ? null : { fieldCount: fields.length, positions };
  }

  #invalid(problem: string): Error {
    return invalidAt('snapshot', this.#offsetBytes, problem);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}
