import { runProgram } from './testing/run-program.ts';

interface Row {
  readonly name: string;
  readonly bytes: number;
  readonly count: number;
  readonly precision: string;
}

// 4,000 lists of 512 words and what stands beside them.
const work = `
let made = 0;
function makeList(kept) {
  made += 1;
  const list =
    new Array(512).fill(made);
  const label = {
    made, of: list.length };
  kept.push(list, label);
}
`;
const listBytes = 4000 * (512 * 8 + 32);
const cjs = { 'work.cjs': `${work}module.exports = { makeList };\n` };
const esm = { 'work.mjs': `${work}export { makeList };\n` };

const keep = (file: string, options = '{}') => `
const { makeList } = await import('./${file}').then((one) => one.default ?? one);
const kept = [];
allocation.start(${options});
for (let i = 0; i < 4000; i += 1) makeList(kept);
print(rows(allocation.takeSnapshot()));
globalThis.kept = kept;
`;

const about = (bytes: number, part: number) => [bytes * (1 - part), bytes * (1 + part)] as const;

function expectWithin(value: number, [least, most]: readonly [number, number]): void {
  expect(value).toBeGreaterThan(least);
  expect(value).toBeLessThan(most);
}

test.each([
  ['CommonJS', 'work.cjs', cjs],
  ['an ES module', 'work.mjs', esm],
])('the line that allocates is named, with its size within the sampling error (%s)', (_, file, files) => {
  const [top] = runProgram<Row[]>(`allocation.traceLines();\n${keep(file)}`, { files });
  expect(top).toMatchObject({ name: `${file}:6`, precision: 'line' });
  expectWithin(top!.bytes, about(listBytes, 0.2));
});

test('a program may be started line by line', () => {
  const [top] = runProgram<Row[]>(keep('work.mjs'), { files: esm, preloadLines: true });
  expect(top).toMatchObject({ name: 'work.mjs:6', precision: 'line' });
});

test('without frames for lines the function is named, and called what it is', () => {
  const [top] = runProgram<Row[]>(keep('work.cjs'), { files: cjs });
  expect(top).toMatchObject({ name: 'work.cjs:3', precision: 'function' });
  expectWithin(top!.bytes, about(listBytes, 0.25));
});

test('where a function can allocate on one line only, no frames are needed to know it', () => {
  const files = { 'work.mjs': `export function makeList(kept) {\n\n  kept.push(new Array(512).fill(1));\n}\n` };
  const [top] = runProgram<Row[]>(keep('work.mjs'), { files });
  expect(top).toMatchObject({ name: 'work.mjs:3', precision: 'line' });
});

test('exactly means every object', () => {
  const files = {
    'work.mjs': `export function makeList(kept) {\n  kept.push({ a: 1, b: 2, c: 3, d: 4 });\n  return [];\n}\n`,
  };
  const text = keep('work.mjs', '{ exact: true }')
    .replace('const kept = []', 'const kept = new Array(5000)')
    .replace(', i += 1', '');
  const found = runProgram<Row[]>(`allocation.traceLines();\n${text}`, { files });
  const row = found.find(({ name }) => name === 'work.mjs:2')!;
  // One more for the list's own table, and what V8 learns about the line.
  expectWithin(row.count, [3999, 4040]);
});

test('TypeScript is named by its own lines, through a source map', () => {
  // Line 2 of the script is line 7 of the source.
  const map = { version: 3, sources: ['../src/work.ts'], names: [], mappings: ';AAMA' };
  const files = {
    'dist/work.mjs': `\nexport const makeList = (kept) => kept.push(new Array(512).fill(1));\n//# sourceMappingURL=work.mjs.map\n`,
    'dist/work.mjs.map': JSON.stringify(map),
  };
  const [top] = runProgram<Row[]>(`allocation.traceLines();\n${keep('dist/work.mjs')}`, { files });
  expect(top).toMatchObject({ name: 'src/work.ts:7', precision: 'line' });
});

const stripsTypes = 'typescript' in process.features && process.features.typescript === 'strip';
(stripsTypes ? test : test.skip)('TypeScript that Node runs itself is named by its lines', () => {
  const files = { 'work.mts': work.replace('(kept)', '(kept: unknown[])') + 'export { makeList };\n' };
  const [top] = runProgram<Row[]>(`allocation.traceLines();\n${keep('work.mts')}`, { files });
  expect(top).toMatchObject({ name: 'work.mts:6', precision: 'line' });
});

test('a stack tells the line of each call', () => {
  const files = {
    'work.mjs': `${work}\nexport function handle(kept) {\n  const before = [];\n  makeList(kept);\n  return before;\n}\n`,
  };
  const text = keep('work.mjs')
    .replaceAll('makeList', 'handle')
    .replace('allocation.takeSnapshot())', "allocation.takeSnapshot(), 'stack')");
  const [top] = runProgram<Row[]>(`allocation.traceLines();\n${text}`, { files });
  expect(top!.name).toMatch(/^work.mjs:6 makeList\n {2}work.mjs:14 handle\n {2}main.mjs:\d+/);
});

test('as many calls of a stack are kept as was asked for', () => {
  const text = keep('work.cjs', '{ frames: 1 }').replace('takeSnapshot())', "takeSnapshot(), 'stack')");
  const [top] = runProgram<Row[]>(text, { files: cjs });
  expect(top!.name).toBe('work.cjs:3 makeList');
});

const dropAll = (options: string) => `
const { makeList } = await import('./work.mjs');
allocation.start(${options});
for (let i = 0; i < 4000; i += 1) makeList([]);
print(rows(allocation.takeSnapshot(), 'file').find(({ name }) => name === 'work.mjs')?.bytes ?? 0);
`;

test('what the collector has freed is gone, unless it was asked for', () => {
  expect(runProgram<number>(dropAll('{}'), { files: esm })).toBeLessThan(listBytes / 10);
  expectWithin(runProgram<number>(dropAll('{ includeCollected: true }'), { files: esm }), about(listBytes, 0.25));
});

test('a comparison holds what came between, and filters choose among it', () => {
  const found = runProgram<{ line: string; left: number }>(
    `
    const { makeList } = await import('./work.mjs');
    const kept = [];
    allocation.start();
    for (let i = 0; i < 4000; i += 1) makeList(kept);
    const before = allocation.takeSnapshot();
    for (let i = 0; i < 4000; i += 1) makeList(kept);
    const after = allocation.takeSnapshot();
    const [top] = after.compareTo(before, 'line');
    const left = after.filterTraces([{ inclusive: false, filePattern: '*work.mjs' }]).totalBytes;
    print({ line: allocation.formatStatistic(top), left });
    globalThis.kept = kept;
    `,
    { files: esm },
  );
  expect(found.line).toMatch(
    /^work\.mjs:3: size=[23]\d\.\d MiB \(\+1\d\.\d MiB\), count=\d+ \(\+\d+\), average=\d+ B \(in function makeList\)$/,
  );
  expect(found.left).toBeLessThan(listBytes / 10);
});

test('memory is traced with its peak, which can be reset', () => {
  const { full, dropped, reset } = runProgram<Record<string, { currentBytes: number; peakBytes: number }>>(
    `
    const { makeList } = await import('./work.mjs');
    let kept = [];
    allocation.start();
    for (let i = 0; i < 4000; i += 1) makeList(kept);
    const full = allocation.getTracedMemory();
    kept = null;
    const dropped = allocation.getTracedMemory();
    allocation.resetPeak();
    print({ full, dropped, reset: allocation.getTracedMemory() });
    `,
    { files: esm },
  );
  expectWithin(full!.currentBytes, about(listBytes, 0.25));
  expect(dropped!.currentBytes).toBeLessThan(listBytes / 10);
  expect(dropped!.peakBytes).toBe(full!.peakBytes);
  expect(reset!.peakBytes).toBeLessThan(listBytes / 10);
});

test('a peak between two looks is seen when the heap is collected', () => {
  const { currentBytes, peakBytes } = runProgram<{ currentBytes: number; peakBytes: number }>(`
    import { setFlagsFromString } from 'node:v8';
    import { runInNewContext } from 'node:vm';
    import { setTimeout as delay } from 'node:timers/promises';
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc');
    allocation.start();
    globalThis.kept = Array.from({ length: 4000 }, () => new Array(512).fill(1));
    gc();
    await delay(50);
    globalThis.kept = null;
    gc();
    print(allocation.getTracedMemory());
  `);
  expect(currentBytes).toBeLessThan(listBytes / 10);
  expectWithin(peakBytes, about(listBytes, 0.25));
});

test('cleared traces are forgotten, and tracing goes on', () => {
  const [before, cleared, after] = runProgram<[number, number, number]>(
    `
    const { makeList } = await import('./work.mjs');
    const kept = [];
    const sizes = [];
    allocation.start();
    for (let i = 0; i < 4000; i += 1) makeList(kept);
    sizes.push(allocation.takeSnapshot().totalBytes);
    allocation.clearTraces();
    sizes.push(allocation.takeSnapshot().totalBytes);
    for (let i = 0; i < 4000; i += 1) makeList(kept);
    sizes.push(allocation.takeSnapshot().totalBytes);
    print(sizes);
    globalThis.kept = kept;
    `,
    { files: esm },
  );
  expect(cleared).toBeLessThan(before / 10);
  expectWithin(after, about(before, 0.3));
});

test('snapshots that are kept do not show up in later ones', () => {
  const names = runProgram<string[]>(`
    allocation.start({ intervalBytes: 512 });
    globalThis.kept = Array.from({ length: 20 }, () => allocation.takeSnapshot());
    print(rows(allocation.takeSnapshot(), 'stack').map(({ name }) => name));
  `);
  expect(names.filter((name) => name.includes('takeSnapshot'))).toEqual([]);
});

test('what makes no sense is refused with what to do', () => {
  const codes = runProgram<string[]>(`
    const codes = [];
    const attempt = (use) => { try { use(); codes.push('done'); } catch ({ name, code }) { codes.push(name + ' ' + code); } };
    for (const use of [allocation.takeSnapshot, allocation.getTracedMemory, allocation.resetPeak, allocation.clearTraces]) attempt(use);
    attempt(allocation.stop);
    allocation.start();
    attempt(() => allocation.start());
    const during = allocation.isTracking();
    allocation.stop();
    attempt(() => allocation.start());
    allocation.stop();
    print([...codes, during, allocation.isTracking()]);
  `);
  const refused = 'AllocationError NOT_TRACING';
  expect(codes).toEqual([
    refused,
    refused,
    refused,
    refused,
    'done',
    'AllocationError ALREADY_TRACING',
    'done',
    true,
    false,
  ]);
});

test('a worker thread traces itself', () => {
  const files = {
    ...esm,
    'worker.mjs': `
      import { parentPort, workerData } from 'node:worker_threads';
      const { makeList } = await import('./work.mjs');
      const allocation = await import(workerData);
      const kept = [];
      allocation.start();
      for (let i = 0; i < 4000; i += 1) makeList(kept);
      parentPort.postMessage(allocation.takeSnapshot().statistics('file')[0].name);
      globalThis.kept = kept;
    `,
  };
  const text = `
    import { Worker } from 'node:worker_threads';
    new Worker(new URL('./worker.mjs', import.meta.url), { workerData: ${JSON.stringify('LIBRARY')} }).on('message', print);
  `.replace('"LIBRARY"', `import.meta.resolve(${JSON.stringify(`file://${__dirname}/../dist/index.js`)})`);
  expect(runProgram<string>(text, { files })).toBe('work.mjs');
});
