import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { AllocationSnapshot, toPprof } from '@watertight/allocation-profile';
import { dump, load, writeHeapProfile, writePprof } from './files.ts';

const folder = mkdtempSync(join(tmpdir(), 'watertight-dump-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const frame = { file: 'src/app.ts', line: 12, column: 3, function: 'handle', precision: 'line' } as const;
const snapshot = new AllocationSnapshot({
  traces: [{ frames: [frame], bytes: 430_080, count: 5000 }],
  intervalBytes: 32_256,
});

test('what was dumped is loaded the same', () => {
  dump(snapshot, join(folder, 'a.json'));
  expect(load(join(folder, 'a.json'))).toEqual(snapshot);
});

test('files are for their owner only, and nothing unfinished stays beside them', () => {
  writeHeapProfile(snapshot, join(folder, 'b.heapprofile'));
  expect(statSync(join(folder, 'b.heapprofile')).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('a heap profile is JSON with a tree and its samples', () => {
  writeHeapProfile(snapshot, join(folder, 'c.heapprofile'));
  const profile = JSON.parse(readFileSync(join(folder, 'c.heapprofile'), 'utf8')) as object;
  expect(profile).toMatchObject({
    head: { children: [{ selfSize: 430_080 }] },
    samples: [{ size: 430_080, nodeId: 2 }],
  });
});

test('a pprof profile is compressed', () => {
  writePprof(snapshot, join(folder, 'd.pb.gz'));
  expect(new Uint8Array(gunzipSync(readFileSync(join(folder, 'd.pb.gz'))))).toEqual(toPprof(snapshot));
});

test('what cannot be written leaves nothing behind', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => dump(snapshot, join(folder, 'file/e.json'))).toThrow(/ENOTDIR/);
  expect(() => dump(snapshot, folder)).toThrow(/EISDIR/);
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
