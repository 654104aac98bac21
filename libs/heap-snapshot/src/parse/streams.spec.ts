import { Readable } from 'node:stream';
import { createGunzip, gzipSync } from 'node:zlib';
import { drawHeap } from '@watertight/heap-snapshot-testing';
import { parseSnapshot, readSnapshot, SnapshotParser } from './snapshot-parser.ts';

const drawn = drawHeap({ root: ['a'], a: ['b'], b: { name: 'grüße' } });

test('a packed snapshot is read through whatever unpacks it', async () => {
  const packed = Readable.from([gzipSync(drawn.bytes)]);
  const snapshot = await readSnapshot(packed.pipe(createGunzip()));
  expect([snapshot.nodeCount, snapshot.edgeCount]).toEqual([3, 2]);
});

test('a fault of the stream is passed on as it is', async () => {
  const fault = new Error('the disk is gone');
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(drawn.bytes.subarray(0, 100));
    throw fault;
  }
  await expect(readSnapshot(failing())).rejects.toBe(fault);
});

test('one buffer may serve for all chunks', () => {
  const parser = new SnapshotParser();
  const buffer = new Uint8Array(5);
  for (let at = 0; at < drawn.bytes.length; at += buffer.length) {
    const chunk = drawn.bytes.subarray(at, at + buffer.length);
    buffer.set(chunk);
    parser.push(buffer.subarray(0, chunk.length));
  }
  expect(parser.finish().name(2 as never)).toBe('grüße');
});

test('knowing the size changes no answer', () => {
  const heaps = [{}, { sizeBytes: drawn.bytes.length }].map((options) => parseSnapshot([drawn.bytes], options));
  const [without, withSize] = heaps.map(({ columns }) => ({ ...columns, strings: columns.strings.count }));
  expect(withSize).toEqual(without);
});

test('progress is told after every chunk', () => {
  const told: number[] = [];
  parseSnapshot([drawn.bytes.subarray(0, 50), drawn.bytes.subarray(50)], { onProgress: (bytes) => told.push(bytes) });
  expect(told).toEqual([50, drawn.bytes.length]);
});
