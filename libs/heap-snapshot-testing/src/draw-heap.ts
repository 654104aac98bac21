/** What a reference is drawn as: the name of the node it leads to, or more about it. */
export type DrawnEdge = string | DetailedEdge;

export interface DetailedEdge {
  readonly to: string;
  readonly type: EdgeType;
  /** The name of the property, variable or slot; the number of an element or a hidden slot. */
  readonly name: string | number;
}

/** A node with nothing but its references, or with more about it. */
export type DrawnNode = readonly DrawnEdge[] | DetailedNode;

export interface DetailedNode {
  readonly edges?: readonly DrawnEdge[];
  /** `object`, and for the first node `synthetic`, unless told. */
  readonly type?: NodeType;
  /** What the node is called in the file; its name in the drawing unless told. */
  readonly name?: string;
  /** Odd numbers counted up from 1, unless told. */
  readonly id?: number;
  /** 16 unless told; 0 for synthetic nodes. */
  readonly selfSizeBytes?: number;
  readonly detachedness?: 0 | 1 | 2;
  readonly traceNodeId?: number;
  readonly location?: { readonly scriptId: number; readonly line: number; readonly column: number };
}

/** Nodes by name. The first one is the root of the heap. */
export type Drawing = Readonly<Record<string, DrawnNode>>;

export interface DrawingOptions {
  /** The fields of a node and their order, where they should differ from those of Node 22. */
  readonly nodeFields?: readonly NodeField[];
  /** Sections and header entries to add or to replace, such as `{ trace_tree: [] }`. */
  readonly sections?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
}

/** A heap as V8 would have written it. */
export interface DrawnHeap {
  /** The whole file. */
  readonly text: string;
  readonly bytes: Uint8Array;
  /** The number of a node of the drawing. */
  ordinalOf(name: string): number;
  readonly names: readonly string[];
}

const nodeTypes = [
  'hidden',
  'array',
  'string',
  'object',
  'code',
  'closure',
  'regexp',
  'number',
  'native',
  'synthetic',
  'concatenated string',
  'sliced string',
  'symbol',
  'bigint',
  'object shape',
] as const;
const edgeTypes = ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak'] as const;
const allNodeFields = ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'] as const;

export type NodeType = (typeof nodeTypes)[number];
export type EdgeType = (typeof edgeTypes)[number];
export type NodeField = (typeof allNodeFields)[number];

/**
 * Draws a small heap: the nodes by name, each with the names of those it refers to.
 *
 * @example
 * // root → a → b → d
 * //          ↘ c ↗
 * const heap = drawHeap({ root: ['a'], a: ['b', 'c'], b: ['d'], c: ['d'], d: [] });
 */
export function drawHeap(drawing: Drawing, options: DrawingOptions = {}): DrawnHeap {
  const names = namesIn(drawing);
  const ordinals = new Map(names.map((name, ordinal) => [name, ordinal]));
  const fields = options.nodeFields ?? allNodeFields;
  const strings = new Strings();
  const nodes: number[] = [];
  const edges: number[] = [];
  const locations: number[] = [];
  names.forEach((name, ordinal) => {
    const node = detailed(drawing[name] ?? []);
    const values = nodeValues(node, name, ordinal, strings);
    nodes.push(...fields.map((field) => values[field]));
    for (const edge of node.edges ?? []) edges.push(...edgeValues(edge, ordinals, fields.length, strings));
    const { location } = node;
    if (location) locations.push(ordinal * fields.length, location.scriptId, location.line, location.column);
  });
  const file = {
    snapshot: {
      meta: metaOf(fields),
      node_count: names.length,
      edge_count: edges.length / 3,
      trace_function_count: 0,
      ...options.header,
    },
    nodes,
    edges,
    trace_function_infos: [],
    trace_tree: [],
    samples: [],
    locations,
    ...options.sections,
    strings: strings.all,
  };
  const records = new Map<unknown, number>([
    [nodes, fields.length],
    [edges, 3],
    [locations, 4],
  ]);
  const sections = Object.entries(file).filter(([, value]) => value !== undefined);
  const text = `{${sections.map(([name, value]) => `"${name}":${written(value, records.get(value))}`).join(',\n')}}`;
  return {
    text,
    bytes: new TextEncoder().encode(text),
    names,
    ordinalOf: (name) => ordinals.get(name) ?? -1,
  };
}

// As V8 does it: records of numbers end with a line feed, all else is plain JSON.
function written(value: unknown, fieldCount?: number): string {
  if (!Array.isArray(value) || fieldCount === undefined || value.length === 0) return JSON.stringify(value);
  const lines = Array.from({ length: value.length / fieldCount }, (_, i) =>
    value.slice(i * fieldCount, (i + 1) * fieldCount).join(),
  );
  return `[${lines.join('\n,')}\n]`;
}

/** A reference that keeps nothing alive. */
export const weak = edgeOfType('weak');
/** A slot of V8's own, such as `table` or `elements`. */
export const internal = edgeOfType('internal');
/** A variable of a scope. */
export const context = edgeOfType('context');
/** A field of an object. */
export const property = edgeOfType('property');
/** An entry of an array. */
export const element = edgeOfType('element');
export const hidden = edgeOfType('hidden');
/** A way round: from the root it leads to the program's global object. */
export const shortcut = edgeOfType('shortcut');

function edgeOfType(type: EdgeType): (to: string, name?: string | number) => DetailedEdge {
  const isNumbered = type === 'element' || type === 'hidden';
  return (to, name) => ({ to, type, name: name ?? (isNumbered ? 0 : to) });
}

// A name that is only referred to is a node without references.
function namesIn(drawing: Drawing): string[] {
  const names = new Set(Object.keys(drawing));
  for (const node of Object.values(drawing)) {
    for (const edge of detailed(node).edges ?? []) names.add(typeof edge === 'string' ? edge : edge.to);
  }
  return [...names];
}

function detailed(node: DrawnNode): DetailedNode {
  return isList(node) ? { edges: node } : node;
}

function isList(node: DrawnNode): node is readonly DrawnEdge[] {
  return Array.isArray(node);
}

function nodeValues(
  node: DetailedNode,
  name: string,
  ordinal: number,
  strings: Strings,
): Readonly<Record<NodeField, number>> {
  const type = node.type ?? (ordinal === 0 ? 'synthetic' : 'object');
  return {
    type: nodeTypes.indexOf(type),
    name: strings.indexOf(node.name ?? name),
    id: node.id ?? ordinal * 2 + 1,
    self_size: node.selfSizeBytes ?? (type === 'synthetic' ? 0 : 16),
    edge_count: node.edges?.length ?? 0,
    trace_node_id: node.traceNodeId ?? 0,
    detachedness: node.detachedness ?? 0,
  };
}

function edgeValues(
  edge: DrawnEdge,
  ordinals: ReadonlyMap<string, number>,
  nodeFieldCount: number,
  strings: Strings,
): [number, number, number] {
  const { to, type, name } = typeof edge === 'string' ? property(edge) : edge;
  const nameOrIndex = typeof name === 'number' ? name : strings.indexOf(name);
  return [edgeTypes.indexOf(type), nameOrIndex, (ordinals.get(to) ?? 0) * nodeFieldCount];
}

class Strings {
  readonly all: string[] = [];
  readonly #indexes = new Map<string, number>();

  indexOf(text: string): number {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    this.#indexes.set(text, this.all.length);
    return this.all.push(text) - 1;
  }
}

function metaOf(fields: readonly NodeField[]): Record<string, unknown> {
  const kinds = { type: nodeTypes, name: 'string' } as const;
  return {
    node_fields: fields,
    node_types: fields.map((field) => (field === 'type' || field === 'name' ? kinds[field] : 'number')),
    edge_fields: ['type', 'name_or_index', 'to_node'],
    edge_types: [edgeTypes, 'string_or_number', 'node'],
    trace_function_info_fields: ['function_id', 'name', 'script_name', 'script_id', 'line', 'column'],
    trace_node_fields: ['id', 'function_info_index', 'count', 'size', 'children'],
    sample_fields: ['timestamp_us', 'last_assigned_id'],
    location_fields: ['object_index', 'script_id', 'line', 'column'],
  };
}
