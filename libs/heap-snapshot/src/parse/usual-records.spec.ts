import { drawHeap, element, randomDrawing, type Drawing, type DrawnNode } from '@watertight/heap-snapshot-testing';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { parseSnapshot } from './snapshot-parser.ts';

// Whole records are read in a hurry where enough bytes are at hand; a byte at a time never is.
const usual = randomDrawing(3, 300);
const unusual: Drawing = {
  ...usual,
  // As native nodes of Node 20 have, and buffers.
  'large id': { type: 'native', id: 2_307_995_616 },
  'large buffer': { type: 'native', selfSizeBytes: 5 * 2 ** 30 },
  'long list': { edges: [element('large id', 4_294_967_295), element('large buffer', 999_999_999)] },
  'more usual ones': Object.keys(usual).slice(0, 200),
  detached: { type: 'native', detachedness: 2 },
  'allocated here': { traceNodeId: 17, edges: ['detached'] },
};

test.each([
  ['usual records', usual, {}],
  ['records with long numbers among them', unusual, {}],
  [
    'records without the fields of newer versions',
    unusual,
    { nodeFields: ['type', 'name', 'id', 'self_size', 'edge_count'] },
  ],
  [
    'records in another order',
    unusual,
    { nodeFields: ['detachedness', 'edge_count', 'self_size', 'id', 'name', 'type', 'trace_node_id'] },
  ],
] as const)('%s read as wholes are those read byte by byte', (_, drawing, options) => {
  const { bytes } = drawHeap(drawing, options);
  const byteByByte = columnsOf(parseSnapshot(chunksOf(bytes, 1)));
  for (const size of [bytes.length, 16_384, 1_000, 251]) {
    expect(columnsOf(parseSnapshot(chunksOf(bytes, size)))).toEqual(byteByByte);
  }
});

test.each([
  ['no line feeds', (text: string) => text.replaceAll('\n', '')],
  ['spaces between the numbers', (text: string) => text.replaceAll(/(?<=\d),(?=\d)/g, ' , ')],
])('%s change no answer', (_, rewrite) => {
  const { text, bytes } = drawHeap(unusual);
  const rewritten = new TextEncoder().encode(rewrite(text));
  expect(columnsOf(parseSnapshot([rewritten]))).toEqual(columnsOf(parseSnapshot([bytes])));
});

const full: DrawnNode = { edges: Object.keys(usual).slice(0, 50) };

test.each([
  ['a node of an unknown type', /"nodes":\[(?:[^\n]*\n,){50}/, '99'],
  ['an edge of an unknown type', /"edges":\[(?:[^\n]*\n,){50}/, '7'],
  ['an edge to half a node', /"edges":\[(?:[^\n]*\n,){50}\d+,\d+,/, '8'],
])('%s among usual records is refused', (message, place, number) => {
  const { text } = drawHeap({ ...usual, full });
  const [before] = place.exec(text)!;
  const start = text.indexOf(before) + before.length;
  const damaged = text.slice(0, start) + text.slice(start).replace(/^\d+/, number);
  expect(() => parseSnapshot([new TextEncoder().encode(damaged)])).toThrow(message);
});

function chunksOf(bytes: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

function columnsOf({ columns }: HeapSnapshot): unknown {
  const { strings, ...numbers } = columns;
  return { ...numbers, strings: Array.from({ length: strings.count }, (_, i) => strings.at(i)) };
}
