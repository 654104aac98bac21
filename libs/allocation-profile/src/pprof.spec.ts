import { AllocationSnapshot } from './allocation-snapshot.ts';
import { toPprof } from './pprof.ts';
import { drawTrace, randomTraces, seeded } from './testing/drawn-traces.ts';
import { readPprof } from './testing/read-pprof.ts';

const encoded = (traces: ReturnType<typeof randomTraces>, intervalBytes = 32_256) =>
  readPprof(toPprof(new AllocationSnapshot({ traces, intervalBytes })));

test('the sample types are those of a heap profile of Go', () => {
  expect(encoded([])).toMatchObject({
    types: [
      { type: 'inuse_objects', unit: 'count' },
      { type: 'inuse_space', unit: 'bytes' },
    ],
    defaultType: 'inuse_space',
    period: 32_256,
  });
});

test('the first text is empty, as the format asks', () => expect(encoded([]).texts[0]).toBe(''));

test('sizes beyond 32 bits and texts beyond ASCII survive', () => {
  const [sample] = encoded([drawTrace(2 ** 40 + 3, 2 ** 33, 'src/größe.ts:70000 grüße')]).samples;
  expect(sample).toEqual({
    objects: 2 ** 33,
    space: 2 ** 40 + 3,
    frames: [{ file: 'src/größe.ts', line: 70_000, name: 'grüße' }],
  });
});

test.each(Array.from({ length: 100 }, (_, seed) => seed))('what was encoded is decoded the same (seed %i)', (seed) => {
  const traces = randomTraces(seeded(seed));
  expect(encoded(traces).samples).toEqual(
    traces.map(({ frames, bytes, count }) => ({
      frames: frames.map(({ file, line, function: name }) => ({ file, line, name: name || '(anonymous)' })),
      objects: count,
      space: bytes,
    })),
  );
});
