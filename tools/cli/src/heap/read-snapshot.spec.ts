import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeHeapSnapshot } from 'node:v8';
import { gzipSync } from 'node:zlib';
import { drawHeap } from '@watertight/heap-snapshot-testing';
import { instancesOf } from '@watertight/heap-snapshot';
import { drawRound } from '../testing/drawn-heaps.ts';
import { readSnapshotFile } from './read-snapshot.ts';

const { bytes } = drawHeap(drawRound(2));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'watertight-heap-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(path: string, signal = new AbortController().signal) {
  return readSnapshotFile(path, { signal, onProgress: () => undefined });
}

function written(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('a plain file and a packed one hold the same heap, whatever they are called', async () => {
  const plain = await read(written('plain.heapsnapshot', bytes));
  const packed = await read(written('packed.heapsnapshot.gz', gzipSync(bytes)));
  const renamed = await read(written('renamed.heapsnapshot', gzipSync(bytes)));
  for (const snapshot of [plain, packed, renamed]) {
    expect(snapshot.nodeCount).toBe(260);
    expect(instancesOf(snapshot, 'Entry')).toHaveLength(200);
  }
});

test('what Node writes can be read', async () => {
  class Recognisable {
    readonly mark = true;
  }
  const kept = new Recognisable();
  const snapshot = await read(writeHeapSnapshot(join(folder, 'real.heapsnapshot')));
  expect(instancesOf(snapshot, 'Recognisable').length).toBeGreaterThanOrEqual(1);
  expect(kept.mark).toBe(true);
}, 60_000);

test('progress counts the bytes of the file, packed as they are', async () => {
  const path = written('progress.heapsnapshot.gz', gzipSync(bytes));
  const seen: { readBytes: number; sizeBytes: number }[] = [];
  await readSnapshotFile(path, { signal: new AbortController().signal, onProgress: (step) => seen.push(step) });
  const sizeBytes = readFileSync(path).length;
  expect(seen.at(-1)).toEqual({ readBytes: sizeBytes, sizeBytes });
});

describe('a file that is no heap snapshot', () => {
  test.each([
    ['nothing', '', 'SNAPSHOT_TRUNCATED', /inside "start" at byte 0/],
    ['text', 'hello', 'SNAPSHOT_INVALID', /at byte 0/],
    ['other JSON', '{"name":"app"}', 'SNAPSHOT_INVALID', /no section "snapshot"/],
    ['half of it', bytes.subarray(0, bytes.length / 2), 'SNAPSHOT_TRUNCATED', /inside "\w+" at byte \d+/],
    [
      'half of it, packed',
      gzipSync(bytes.subarray(0, bytes.length / 2)),
      'SNAPSHOT_TRUNCATED',
      /inside "\w+" at byte \d+/,
    ],
    ['half of the packed file', gzipSync(bytes).subarray(0, 400), 'SNAPSHOT_TRUNCATED', /unexpected end of file/],
    [
      'a damaged packed file',
      Buffer.concat([gzipSync(bytes).subarray(0, 40), Buffer.alloc(400, 7)]),
      'SNAPSHOT_INVALID',
      /./,
    ],
  ])('%s is refused with its path and the place', async (name, content, code, message) => {
    const path = written(`${name}.bad`, content);
    await expect(read(path)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    await expect(read(path)).rejects.toThrow(path);
  });

  test('is not there, or is a folder', async () => {
    await expect(read(join(folder, 'nowhere'))).rejects.toMatchObject({
      code: 'PATH_NOT_FOUND',
      message: expect.stringContaining('found nothing'),
    });
    await expect(read(folder)).rejects.toMatchObject({
      code: 'PATH_NOT_FOUND',
      message: expect.stringContaining('found a folder'),
    });
  });

  test('may not be read', async () => {
    // A loop of links denies everybody; permissions do not bind the superuser.
    const path = join(folder, 'loop');
    symlinkSync(path, path);
    await expect(read(path)).rejects.toMatchObject({
      code: 'PATH_UNREADABLE',
      message: expect.stringMatching(/it cannot be read: ELOOP/),
    });
  });
});

test('whoever asks to stop is no failure of the file', async () => {
  await expect(read(written('stop.heapsnapshot', bytes), AbortSignal.abort())).rejects.toMatchObject({
    code: 'INTERRUPTED',
  });
});
