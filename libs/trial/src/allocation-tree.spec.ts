import type { AllocationTrace } from '@watertight/allocation-profile';
import type { AllocationCall } from '@watertight/evidence';
import { allocationTree } from './allocation-tree.ts';

/** A trace drawn as frames `src/app.js:12 handle`, innermost first. */
function drawTrace(bytes: number, ...frames: readonly string[]): AllocationTrace {
  return {
    bytes,
    count: 1,
    frames: frames.map((text) => {
      const [, file, line, name] = /^(.*):(-?\d+) ?(.*)$/.exec(text)!;
      return { file: file!, line: Number(line), column: 3, function: name!, precision: 'line' };
    }),
  };
}

/** `handle 90 (make 60, keep 30)` */
function drawn({ function: name, bytesPerRequest, children }: AllocationCall): string {
  const below = children.length > 0 ? ` (${children.map(drawn).join(', ')})` : '';
  return `${name} ${bytesPerRequest}${below}`;
}

const treeOf = (...traces: readonly AllocationTrace[]) => allocationTree(traces, 10);

test('traces that share their outer calls share a branch, the largest first', () => {
  const tree = treeOf(
    drawTrace(300, 'src/app.js:14 keep', 'src/app.js:9 handle'),
    drawTrace(600, 'src/app.js:20 make', 'src/app.js:9 handle'),
    drawTrace(100, 'src/mail.js:2 send'),
  );
  expect(drawn(tree!)).toBe('all that stayed alive 100 (handle 90 (make 60, keep 30), send 10)');
});

test('two lines of one function are one call', () => {
  const tree = treeOf(drawTrace(300, 'src/app.js:14 keep'), drawTrace(200, 'src/app.js:15 keep'));
  expect(drawn(tree!)).toBe('all that stayed alive 50 (keep 50)');
});

test('functions of one name in two files are two calls', () => {
  const tree = treeOf(drawTrace(300, 'src/app.js:14 keep'), drawTrace(200, 'src/mail.js:14 keep'));
  expect(tree!.children.map(({ file, line }) => `${file}:${line}`)).toEqual(['src/app.js:14', 'src/mail.js:14']);
});

test('calls of the runtime are left out, what they allocated is their caller’s', () => {
  const tree = treeOf(drawTrace(300, 'node:events:9 on', 'src/app.js:12 handle', 'node:http:80 parse', '(root):-1'));
  expect(drawn(tree!)).toBe('all that stayed alive 30 (handle 30)');
});

test('calls too small to be seen are left out, but counted above', () => {
  const tree = treeOf(drawTrace(10_000, 'src/app.js:12 handle'), drawTrace(40, 'src/app.js:20 log'));
  expect(drawn(tree!)).toBe('all that stayed alive 1000 (handle 1000)');
});

test('a recursion deeper than any screen ends', () => {
  const frames = Array.from({ length: 5000 }, (_, depth) => `src/walk.js:3 walk${depth}`);
  const depthOf = ({ children: [first] }: AllocationCall): number => (first ? 1 + depthOf(first) : 0);
  expect(depthOf(treeOf(drawTrace(300, ...frames))!)).toBe(48);
});

test('a function without a name is told as such', () => {
  expect(treeOf(drawTrace(300, 'src/app.js:12 '))!.children[0]!.function).toBe('(anonymous)');
});

test('where nothing stayed there is no tree', () => {
  expect(treeOf()).toBeNull();
});
