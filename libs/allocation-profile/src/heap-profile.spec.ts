import { AllocationSnapshot } from './allocation-snapshot.ts';
import { toHeapProfile } from './heap-profile.ts';
import { drawTrace, randomTraces, seeded } from './testing/drawn-traces.ts';
import { tracesOfProfile, type SamplingHeapProfileNode } from './traces-of-profile.ts';

const profileOf = (...traces: ReturnType<typeof randomTraces>) =>
  toHeapProfile(new AllocationSnapshot({ traces, intervalBytes: 1 }));

test('calls with a common way share it', () => {
  const { head } = profileOf(
    drawTrace(10, 1, 'src/a.ts:5 f', '/app/main file.js:2 run'),
    drawTrace(20, 1, 'src/a.ts:7 f', '/app/main file.js:2 run'),
  );
  expect(head.children).toHaveLength(1);
  expect(head.children[0]!.callFrame).toMatchObject({
    functionName: 'run',
    url: 'file:///app/main%20file.js',
    lineNumber: 1,
    columnNumber: 0,
  });
  expect(head.children[0]!.children.map(({ selfSize }) => selfSize)).toEqual([10, 20]);
});

test('scripts are told apart by their ids', () => {
  const { head } = profileOf(drawTrace(1, 1, 'a.js:1 f'), drawTrace(1, 1, 'b.js:1 f'), drawTrace(1, 1, 'a.js:2 g'));
  const ids = head.children.map(({ callFrame }) => callFrame.scriptId);
  expect(ids[0]).toBe(ids[2]);
  expect(ids[0]).not.toBe(ids[1]);
});

function* nodesOf(node: SamplingHeapProfileNode): Iterable<SamplingHeapProfileNode> {
  yield node;
  for (const child of node.children) yield* nodesOf(child);
}

test.each(Array.from({ length: 50 }, (_, seed) => seed))(
  'the profile holds every stack with its bytes (seed %i)',
  (seed) => {
    const traces = randomTraces(seeded(seed));
    const profile = profileOf(...traces);
    const nodes = [...nodesOf(profile.head)];
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
    for (const { id, selfSize } of nodes) {
      const sampled = profile.samples.filter(({ nodeId }) => nodeId === id).reduce((sum, { size }) => sum + size, 0);
      expect(selfSize).toBe(sampled);
    }
    const again = tracesOfProfile(profile, 1, ({ functionName, url, lineNumber, columnNumber }) =>
      lineNumber < 0
        ? null
        : {
            enclosing: '',
            frame: {
              file: decodeURI(url).replace('file://', ''),
              line: lineNumber + 1,
              column: columnNumber + 1,
              function: functionName,
              precision: 'function',
            },
          },
    );
    const bytesByStack = (list: typeof traces) => {
      const sums = new Map<string, number>();
      for (const { frames, bytes } of list) {
        const key = frames.map(({ file, line, function: name }) => `${file}:${line} ${name}`).join('<');
        sums.set(key, (sums.get(key) ?? 0) + bytes);
      }
      return [...sums].filter(([, bytes]) => bytes > 0).sort();
    };
    expect(bytesByStack(again)).toEqual(bytesByStack(traces));
  },
);
