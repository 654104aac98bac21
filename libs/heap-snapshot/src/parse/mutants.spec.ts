import { writeHeapSnapshot } from 'node:v8';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawHeap, internal, randomDrawing, seededRandom, shortcut } from '@watertight/heap-snapshot-testing';
import { dominatorsOf } from '../graph/dominators.ts';
import { distancesOf } from '../graph/distances.ts';
import { retainedSizesOf } from '../graph/retained-sizes.ts';
import { HeapSnapshotError } from '../heap-snapshot-error.ts';
import { HeapSnapshot } from '../heap-snapshot.ts';
import { parseSnapshot } from './snapshot-parser.ts';

const pair = 'part of key (Request @7) -> value (State @9) pair in WeakMap (table @5)';
const drawn = drawHeap({
  root: [shortcut('global'), '(GC roots)'],
  global: ['table', 'key'],
  '(GC roots)': { type: 'synthetic', edges: [internal('cells', '1')] },
  table: { id: 5, edges: [internal('value', `2 / ${pair}`)] },
  key: { id: 7, edges: [internal('value', `3 / ${pair}`)], location: { scriptId: 1, line: 2, column: 3 } },
  value: { id: 9, selfSizeBytes: 2 ** 33 },
  cells: { type: 'array' },
  ...Object.fromEntries(Object.entries(randomDrawing(5, 30)).filter(([name]) => name !== 'root')),
});

// What a mutant may be: cut, bits turned, bytes replaced by those that mean something, numbers changed, parts moved.
const meaningful = [...'[]{}",:\\-.0179 \n\0\xff'].map((character) => character.charCodeAt(0));
const telling = ['0', '1', '-1', '7', '255', '4294967295', '4294967296', '9007199254740993', '1e9', '0.5', '00', ''];

type Random = (limit: number) => number;
type Mutation = (bytes: Uint8Array, below: Random) => Uint8Array;

const mutations: readonly Mutation[] = [
  (bytes, below) => bytes.slice(0, below(bytes.length)),
  (bytes, below) => changed(bytes, (mutant) => (mutant[below(bytes.length)]! ^= 1 << below(8))),
  (bytes, below) => changed(bytes, (mutant) => (mutant[below(bytes.length)] = meaningful[below(meaningful.length)]!)),
  (bytes, below) => replaceNumber(bytes, below(bytes.length), telling[below(telling.length)]!),
  (bytes, below) => without(bytes, below(bytes.length), 1 + below(40)),
  (bytes, below) => doubled(bytes, below(bytes.length), 1 + below(40)),
];

const mutantsPerBatch = 2_500;

test.each([1, 2, 3, 4])('2,500 mutants of a small heap are read rightly or refused with a code (seed %i)', (seed) => {
  survive(drawn.bytes, seed, mutantsPerBatch, 4);
});

test('mutants of a real heap are read rightly or refused with a code', () => {
  survive(ownSnapshot(), 99, 25, 1);
});

function survive(original: Uint8Array, seed: number, count: number, mostMutations: number): void {
  const random = seededRandom(seed);
  const below: Random = (limit) => Math.floor(random() * limit);
  for (let i = 0; i < count; i += 1) {
    let mutant = original;
    for (let times = 1 + below(mostMutations); times > 0; times -= 1) {
      mutant = mutations[below(mutations.length)]!(mutant, below);
    }
    const outcome = read([mutant]);
    if (mutant.length < mostBytesReadTwice) expect(gist(read(shortChunksOf(mutant)))).toEqual(gist(outcome));
    if (outcome instanceof HeapSnapshot) checkAnswers(outcome);
    else if (!(outcome instanceof HeapSnapshotError))
      throw new Error(`mutant ${i} of seed ${seed}`, { cause: outcome });
  }
}

const mostBytesReadTwice = 100_000;

// Too short for whole records to be read in a hurry: what reads them otherwise must come to the same end.
function shortChunksOf(bytes: Uint8Array): Uint8Array[] {
  const size = 23;
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

function gist(outcome: unknown): unknown {
  // Of two damages either may be met first.
  if (outcome instanceof HeapSnapshotError) return 'refused';
  if (!(outcome instanceof HeapSnapshot)) return outcome;
  return { ...outcome.columns, strings: outcome.columns.strings.count };
}

function read(chunks: readonly Uint8Array[]): unknown {
  try {
    return parseSnapshot(chunks);
  } catch (error) {
    return error;
  }
}

// A mutant that is a snapshot still must have a dominator tree, and the root must retain every byte.
function checkAnswers(snapshot: HeapSnapshot): void {
  const { selfSizeBytes, nodeName, strings } = snapshot.columns;
  const { immediateDominator, order } = dominatorsOf(snapshot);
  const place = new Map([...order].map((node, index) => [node, index]));
  const isTree = order.every((node, index) => index === 0 || place.get(immediateDominator[node]!)! < index);
  const total = selfSizeBytes.reduce((sum, bytes) => sum + bytes, 0);
  distancesOf(snapshot);
  for (const name of nodeName.subarray(0, 50)) strings.at(name);
  expect([isTree, retainedSizesOf(snapshot)[0]]).toEqual([true, total]);
}

function changed(bytes: Uint8Array, change: (mutant: Uint8Array) => void): Uint8Array {
  if (bytes.length === 0) return bytes;
  const mutant = bytes.slice();
  change(mutant);
  return mutant;
}

function replaceNumber(bytes: Uint8Array, near: number, by: string): Uint8Array {
  const isDigit = (at: number): boolean => bytes[at]! >= 0x30 && bytes[at]! <= 0x39;
  let start = near;
  while (start < bytes.length && !isDigit(start)) start += 1;
  let end = start;
  while (end < bytes.length && isDigit(end)) end += 1;
  return Buffer.concat([bytes.subarray(0, start), Buffer.from(by), bytes.subarray(end)]);
}

function without(bytes: Uint8Array, at: number, length: number): Uint8Array {
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
}

function doubled(bytes: Uint8Array, at: number, length: number): Uint8Array {
  return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
}

function ownSnapshot(): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  try {
    const file = join(folder, 'own.heapsnapshot');
    writeHeapSnapshot(file);
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
