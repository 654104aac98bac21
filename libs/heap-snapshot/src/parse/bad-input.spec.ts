import { drawHeap, element, internal, type Drawing, type DrawnHeap } from '@watertight/heap-snapshot-testing';
import { HeapSnapshotError } from '../heap-snapshot-error.ts';
import { parseSnapshot } from './snapshot-parser.ts';

const drawing: Drawing = {
  root: ['a', element('b', 3)],
  a: { edges: [internal('b', 'table'), 'c'], location: { scriptId: 5, line: 10, column: 2 } },
  b: ['c'],
  c: { type: 'string', name: 'grüße "quoted" \u{1f600}' },
};
const drawn = drawHeap(drawing);

test('a file cut at any byte is called truncated, with the section and the byte', () => {
  for (let length = 0; length < drawn.bytes.length; length += 1) {
    const error = errorOf(drawn.bytes.subarray(0, length));
    expect(error.code).toBe('SNAPSHOT_TRUNCATED');
    expect(error.offsetBytes).toBe(length);
    expect(error.message).toContain(`inside "${error.section}" at byte ${length}`);
  }
});

test('white space around the file and between its parts is no fault', () => {
  const spaced = JSON.stringify(JSON.parse(drawn.text), null, '\t');
  const snapshot = parseSnapshot([encode(`\r\n ${spaced}\n\n`)]);
  expect(snapshot.nodeCount).toBe(4);
});

test('unknown sections, header entries and fields are passed over', () => {
  const file = parsed();
  const extended = {
    future: { nested: [1, 'two', [{}]] },
    ...file,
    snapshot: { ...file.snapshot, root_index: 0, extra: [1] },
    scopes: [1, 2],
    more: null,
    flag: true,
    number: -1.5e3,
    text: 'a "b" \\ c',
  };
  expect(parse(extended).nodeCount).toBe(4);
});

test('fields are found by name, wherever they stand', () => {
  const nodeFields = ['detachedness', 'edge_count', 'self_size', 'id', 'name', 'type'] as const;
  const snapshot = parseSnapshot([drawHeap(drawing, { nodeFields }).bytes]);
  expect(snapshot.name(1 as never)).toBe('a');
  expect(snapshot.targetOf(1 as never, 'property', 'c')).toBe(3);
});

test.each([
  ['counts that are too high', { node_count: 4e9, edge_count: 4e9, trace_function_count: 4e9 }],
  ['counts that are too low', { node_count: 1, edge_count: 0, trace_function_count: 0 }],
  ['counts that are no numbers', { node_count: 'many', edge_count: -1, trace_function_count: {} }],
  ['no counts at all', { node_count: undefined, edge_count: undefined }],
])('%s in the header are not believed', (_, header) => {
  const snapshot = parseSnapshot([drawHeap(drawing, { header }).bytes]);
  expect([snapshot.nodeCount, snapshot.edgeCount]).toEqual([4, 5]);
});

test('lying counts do not make the reader ask for memory', () => {
  const { arrayBuffers } = process.memoryUsage();
  parseSnapshot([drawHeap(drawing, { header: { node_count: 4e9, edge_count: 4e9 } }).bytes]);
  expect(process.memoryUsage().arrayBuffers - arrayBuffers).toBeLessThan(64 * 2 ** 20);
});

test.each([
  ['nothing', '', 'SNAPSHOT_TRUNCATED', 'start'],
  ['white space', '  \n', 'SNAPSHOT_TRUNCATED', 'start'],
  ['plain text', 'hello', 'SNAPSHOT_INVALID', 'start'],
  ['an HTML page', '<!doctype html>', 'SNAPSHOT_INVALID', 'start'],
  ['gzip that nobody unpacked', '\x1f\ufffd\b', 'SNAPSHOT_INVALID', 'start'],
  ['a JSON array', '[1,2]', 'SNAPSHOT_INVALID', 'start'],
  ['an empty object', '{}', 'SNAPSHOT_INVALID', 'snapshot'],
  ['another JSON object', '{"name":"x","version":1}', 'SNAPSHOT_INVALID', 'snapshot'],
  ['a CPU profile', '{"nodes":[{"id":1}],"startTime":0}', 'SNAPSHOT_INVALID', 'nodes'],
  ['two files in one', drawn.text + drawn.text, 'SNAPSHOT_INVALID', 'end'],
])('%s is no snapshot', (_, text, code, section) => {
  const error = errorOf(encode(text));
  expect([error.code, error.section]).toEqual([code, section]);
});

describe('a section that is not what it should be', () => {
  const text = drawn.text;
  test.each([
    ['a header without meta', replaced('"meta"', '"beta"'), 'snapshot'],
    ['a header without fields', replaced('"node_fields"', '"fields"'), 'snapshot'],
    ['a header with fields of another kind', replaced('["type","name_or_index"', '[1,"name_or_index"'), 'snapshot'],
    ['a header without types', replaced('"edge_types"', '"types"'), 'snapshot'],
    ['a header that is malformed', replaced('"node_count":4', '"node_count":4,,'), 'snapshot'],
    ['a header that closes what it did not open', replaced('"node_count":4', '"node_count":4]'), 'snapshot'],
    ['nodes that are no list', text.replace(/"nodes":\[[^\]]*\]/, '"nodes":{}'), 'nodes'],
    ['nodes with a text among them', replaced('"nodes":[9', '"nodes":["9"'), 'nodes'],
    ['nodes with a fraction', replaced('"nodes":[9', '"nodes":[9.5'), 'nodes'],
    ['nodes with an exponent', replaced('"nodes":[9', '"nodes":[9e5'), 'nodes'],
    ['nodes with a negative number', replaced('"nodes":[9', '"nodes":[-9'), 'nodes'],
    ['nodes with a number of 400 digits', replaced('"nodes":[9', `"nodes":[${'9'.repeat(400)}`), 'nodes'],
    ['nodes without the last field', replaced(',0\n],\n"edges"', '\n],\n"edges"'), 'nodes'],
    ['nodes with an empty place', replaced('"nodes":[9,', '"nodes":[9,,'), 'nodes'],
    ['nodes with a comma at the end', replaced('],\n"edges"', ',],\n"edges"'), 'nodes'],
    ['no nodes', text.replace(/"nodes":\[[^\]]*\]/, '"nodes":[]'), 'nodes'],
    ['strings with a number among them', replaced('"strings":["root"', '"strings":[1,"root"'), 'strings'],
    ['strings with an unknown escape', replaced('"strings":["root"', '"strings":["\\x"'), 'strings'],
    ['strings with half an escape', replaced('"strings":["root"', '"strings":["\\u12"'), 'strings'],
    ['strings with a raw line feed', replaced('"strings":["root"', '"strings":["\n"'), 'strings'],
    ['a section twice', replaced('"samples":[]', '"nodes":[]'), 'nodes'],
    ['nodes before the header', `{"nodes":[],${text.slice(1)}`, 'nodes'],
    ['an endless key', `{"${'k'.repeat(100_000)}":1}`, 'start'],
  ])('%s', (_, bad, section) => {
    const error = errorOf(encode(bad));
    expect([error.code, error.section]).toEqual(['SNAPSHOT_INVALID', section]);
    expect(error.offsetBytes).toBeLessThanOrEqual(bad.length + 10);
  });
});

describe('a number that points to nothing', () => {
  test.each([
    ['a node of no type', changedNode(1, 0, 200), 'nodes'],
    ['a node whose name is no string', changedNode(1, 1, 9999), 'nodes'],
    ['a node with too many edges', changedNode(1, 4, 2 ** 31), 'edges'],
    ['a node with too few edges', changedNode(0, 4, 0), 'edges'],
    ['nodes whose edges add up to more than 2^32', changedNode(1, 4, 4_294_967_298), 'nodes'],
    ['an id above 2^53', changedNode(1, 2, 2 ** 60), 'nodes'],
    ['a size above 2^53', changedNode(1, 3, 2 ** 60), 'nodes'],
    ['a detachedness that there is not', changedNode(1, 6, 7), 'nodes'],
    ['an edge of no type', changedEdge(0, 7), 'edges'],
    ['an edge whose name is no string', changedEdge(1, 9999), 'edges'],
    ['an edge to no node', changedEdge(2, 7 * 4), 'edges'],
    ['an edge far out', changedEdge(2, 7 * 2 ** 40), 'edges'],
    ['an edge into the middle of a node', changedEdge(2, 8), 'edges'],
    ['a location of no node', changed('locations', 0, 7 * 4), 'locations'],
    ['a location of half a node', changed('locations', 0, 3), 'locations'],
  ])('%s', (_, file, section) => {
    const error = errorOf(encode(JSON.stringify(file)));
    expect([error.code, error.section]).toEqual(['SNAPSHOT_INVALID', section]);
  });
});

test.each(['snapshot', 'nodes', 'edges', 'strings'])('a file without its "%s" says so', (section) => {
  const rest = Object.fromEntries(Object.entries(parsed()).filter(([key]) => key !== section));
  const error = errorOf(encode(JSON.stringify(rest)));
  expect(error.code).toBe('SNAPSHOT_INVALID');
  expect(error.message).toMatch(/"(snapshot|nodes|edges|strings)"/);
});

test('sections may stand in any order behind the header', () => {
  const { snapshot, nodes, edges, strings, ...rest } = parsed();
  expect(parse({ snapshot, strings, edges, nodes, ...rest }).name(3 as never)).toContain('grüße');
});

test('brackets nested a million deep in a section nobody needs are passed over', () => {
  const depth = 1_000_000;
  const text = drawn.text.replace('"samples":[]', `"samples":${'['.repeat(depth)}${']'.repeat(depth)}`);
  expect(parseSnapshot([encode(text)]).nodeCount).toBe(4);
});

describe('strings', () => {
  const nameOf = (rawBytes: Uint8Array): string => {
    const [before, after] = drawn.text.split('root"', 2) as [string, string];
    const bytes = Buffer.concat([encode(before), rawBytes, encode(`"${after}`)]);
    return parseSnapshot([bytes]).name(0 as never);
  };
  test.each([
    ['text outside of ASCII', encode('grüße \u{1f600}'), 'grüße \u{1f600}'],
    ['escapes', encode('\\n\\t\\"\\\\\\/\\b\\f\\r\\u00fc'), '\n\t"\\/\b\f\rü'],
    ['a pair of escaped surrogates', encode('\\ud83d\\ude00'), '\u{1f600}'],
    ['half of a surrogate pair', encode('\\ud83d!'), '\ud83d!'],
    ['bytes that are no UTF-8', Uint8Array.of(0x61, 0xff, 0xc3, 0x62), 'a\ufffd\ufffdb'],
    ['a byte order mark', Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), '\ufeffa'],
    ['a zero', encode('\\u0000'), '\0'],
    ['nothing', encode(''), ''],
  ])('%s can be a name', (_, raw, name) => {
    expect(nameOf(raw)).toBe(name);
  });

  test('a string of 8 MiB is kept whole', () => {
    expect(nameOf(encode('x'.repeat(8 << 20)))).toHaveLength(8 << 20);
  });
});

test.each([1, 2, 3, 7, 64])('chunks of %i bytes give the same heap as one', (size) => {
  const whole = describeHeap(drawn);
  expect(describeHeap({ ...drawn }, size)).toEqual(whole);
});

function describeHeap({ bytes }: DrawnHeap, chunkSize = bytes.length): unknown {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += chunkSize) chunks.push(bytes.slice(at, at + chunkSize));
  const { columns } = parseSnapshot(chunks);
  const strings = Array.from({ length: columns.strings.count }, (_, index) => columns.strings.at(index));
  return { ...columns, strings };
}

interface File {
  readonly snapshot: Record<string, unknown>;
  readonly nodes: number[];
  readonly edges: number[];
  readonly locations: number[];
  readonly strings: string[];
}

function parsed(): File {
  return JSON.parse(drawn.text) as File;
}

function parse(file: unknown) {
  return parseSnapshot([encode(JSON.stringify(file))]);
}

function replaced(part: string, by: string): string {
  expect(drawn.text).toContain(part);
  return drawn.text.replace(part, by);
}

function changed(section: 'nodes' | 'edges' | 'locations', place: number, value: number): File {
  const file = parsed();
  file[section][place] = value;
  return file;
}

function changedNode(ordinal: number, field: number, value: number): File {
  return changed('nodes', ordinal * 7 + field, value);
}

function changedEdge(field: number, value: number): File {
  return changed('edges', field, value);
}

function errorOf(bytes: Uint8Array): HeapSnapshotError {
  try {
    parseSnapshot([bytes]);
  } catch (error) {
    if (error instanceof HeapSnapshotError) return error;
    throw error;
  }
  throw new Error('the bad file was read without complaint');
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
