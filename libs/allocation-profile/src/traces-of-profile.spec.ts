import { tracesOfProfile, type CallFrame, type Locate, type SamplingHeapProfileNode } from './traces-of-profile.ts';
import { seeded } from './testing/drawn-traces.ts';

type Drawn = readonly [name: string, samples: readonly number[], ...children: Drawn[]];

// Names say what a frame is: `handle` a function, `handle@12` line 12 of it in a frame of its own, `=set` a built-in.
function draw(drawn: Drawn) {
  const samples: { size: number; nodeId: number }[] = [];
  let lastId = 0;
  const toNode = ([functionName, sizes, ...children]: Drawn): SamplingHeapProfileNode => {
    const id = (lastId += 1);
    for (const size of sizes) samples.push({ size, nodeId: id });
    const callFrame: CallFrame = { functionName, scriptId: '1', url: '', lineNumber: 0, columnNumber: 0 };
    return { callFrame, id, selfSize: 0, children: children.map(toNode) };
  };
  return { head: toNode(drawn), samples };
}

const locate: Locate = ({ functionName }) => {
  if (/^[=(]/.test(functionName)) return null;
  const [name, line] = functionName.split('@');
  const precision = line ? 'line' : 'function';
  return {
    enclosing: name!,
    frame: { file: 'app.js', line: Number(line ?? 1), column: 1, function: name!, precision },
  };
};

const read = (drawn: Drawn) =>
  tracesOfProfile(draw(drawn), 1, locate).map(({ frames, bytes, count }) => [
    frames.map(({ function: name, line }) => `${name}:${line}`).join(' < '),
    bytes,
    count,
  ]);

test('a trace has its calls innermost first, and the samples of its node added up', () => {
  expect(read(['(root)', [], ['run', [], ['handle', [64, 32]]]])).toEqual([['handle:1 < run:1', 96, 2]]);
});

test('what a built-in allocates belongs to its caller', () => {
  expect(read(['(root)', [], ['handle', [64], ['=set', [128]]]])).toEqual([['handle:1', 192, 2]]);
});

test('a line in a frame of its own stands for the function that calls it', () => {
  expect(read(['(root)', [], ['run', [], ['run@3', [], ['handle', [], ['handle@12', [64]]]]]])).toEqual([
    ['handle:12 < run:3', 64, 1],
  ]);
});

test('a line inside of a line stands for it', () => {
  expect(read(['(root)', [], ['handle', [], ['handle@12', [], ['handle@13', [64]]]]])).toEqual([['handle:13', 64, 1]]);
});

test('a line whose function was inlined elsewhere stands for itself', () => {
  expect(read(['(root)', [], ['run', [], ['handle@12', [64]]]])).toEqual([['handle:12 < run:1', 64, 1]]);
});

test('a recursive call of the same function is a call', () => {
  expect(read(['(root)', [], ['walk', [], ['walk@5', [], ['walk', [64]]]]])).toEqual([['walk:1 < walk:5', 64, 1]]);
});

test('what V8 allocates outside of JavaScript goes by its name there', () => {
  expect(read(['(root)', [], ['(V8 API)', [64]]])).toEqual([['(V8 API):0', 64, 1]]);
});

test('a recursion of a hundred thousand calls is no problem', () => {
  let drawn: SamplingHeapProfileNode | undefined;
  const callFrame = { functionName: '(deep)', scriptId: '1', url: '', lineNumber: 0, columnNumber: 0 };
  for (let id = 1; id <= 100_000; id += 1) drawn = { callFrame, id, selfSize: 0, children: drawn ? [drawn] : [] };
  expect(tracesOfProfile({ head: drawn!, samples: [{ size: 8, nodeId: 1 }] }, 1, locate)).toMatchObject([{ bytes: 8 }]);
});

test.each(Array.from({ length: 100 }, (_, seed) => seed))('no byte and no object is lost or made (seed %i)', (seed) => {
  const random = seeded(seed);
  const tree = (depth: number): Drawn => {
    const name = ['f', 'g', 'f@2', 'g@3', '=push', '(GC)'][Math.floor(random() * 6)]!;
    const samples = Array.from({ length: Math.floor(random() * 3) }, () => 16 + 8 * Math.floor(random() * 10));
    return [name, samples, ...Array.from({ length: depth > 0 ? Math.floor(random() * 4) : 0 }, () => tree(depth - 1))];
  };
  const profile = draw(tree(4));
  const traces = tracesOfProfile(profile, 1, locate);
  expect(traces.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(
    profile.samples.reduce((sum, { size }) => sum + size, 0),
  );
  expect(traces.reduce((sum, { count }) => sum + count, 0)).toBe(profile.samples.length);
  expect(new Set(traces.map(({ frames }) => JSON.stringify(frames))).size).toBe(traces.length);
});
