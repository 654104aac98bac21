import { AllocationSnapshot } from './allocation-snapshot.ts';
import { parseSnapshot, serializeSnapshot } from './dump.ts';
import { randomTraces, seeded } from './testing/drawn-traces.ts';

const drawn = (seed: number) => new AllocationSnapshot({ traces: randomTraces(seeded(seed)), intervalBytes: 4096 });

test.each(Array.from({ length: 50 }, (_, seed) => seed))('what was dumped is read back the same (seed %i)', (seed) => {
  expect(parseSnapshot(serializeSnapshot(drawn(seed)))).toEqual(drawn(seed));
});

test('a frame is written once, however often it was called', () => {
  const { frames } = JSON.parse(serializeSnapshot(drawn(3))) as { frames: unknown[] };
  expect(new Set(frames.map((frame) => JSON.stringify(frame))).size).toBe(frames.length);
});

test.each([
  ['no JSON', 'heap'],
  ['nothing', 'null'],
  ['other JSON', '{"nodes":[]}'],
  ['a later version', '{"kind":"watertight-allocations","version":2,"intervalBytes":1,"frames":[],"traces":[]}'],
  [
    'a frame that is missing',
    '{"kind":"watertight-allocations","version":1,"intervalBytes":1,"frames":[],"traces":[{"frames":[0],"bytes":1,"count":1}]}',
  ],
  [
    'a frame without a line',
    '{"kind":"watertight-allocations","version":1,"intervalBytes":1,"frames":[{"file":"a"}],"traces":[]}',
  ],
])('%s is refused', (_, text) => {
  expect(() => parseSnapshot(text)).toThrow(expect.objectContaining({ code: 'DUMP_INVALID' }));
});
