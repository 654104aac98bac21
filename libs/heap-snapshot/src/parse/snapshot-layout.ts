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
    /** -1 where the file does not tell. */
    readonly detachedness: number;
  };
  readonly nodeTypes: readonly string[];
  readonly edgeFieldCount: number;
  readonly edge: { readonly type: number; readonly nameOrIndex: number; readonly toNode: number };
  readonly edgeTypes: readonly string[];
  /** Null where the file has no locations. */
  readonly location: LocationLayout | null;
}

export interface LocationLayout {
  readonly fieldCount: number;
  readonly objectIndex: number;
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
  };
}

const mostTypes = 256; // they are kept in one byte

class HeaderReader {
  readonly #meta: Record<string, unknown>;
  readonly #offsetBytes: number;

  constructor(header: unknown, offsetBytes: number) {
    this.#offsetBytes = offsetBytes;
    const meta = isRecord(header) ? header['meta'] : undefined;
    if (!isRecord(meta)) throw this.#invalid('no "meta"');
    this.#meta = meta;
  }

  names(key: string): string[] {
    const names = this.#meta[key];
    if (!isNames(names) || names.length === 0) throw this.#invalid(`no list "${key}"`);
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
    const fields = this.#meta['location_fields'];
    if (!isNames(fields)) return null;
    const [objectIndex, scriptId, line, column] = ['object_index', 'script_id', 'line', 'column'].map((field) =>
      fields.indexOf(field),
    ) as [number, number, number, number];
    const isComplete = Math.min(objectIndex, scriptId, line, column) >= 0;
    return isComplete ? { fieldCount: fields.length, objectIndex, scriptId, line, column } : null;
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
