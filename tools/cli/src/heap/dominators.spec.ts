import type { HeapBranch } from '@watertight/evidence';
import { parseSnapshot } from '@watertight/heap-snapshot';
import { context, drawHeap, internal, property, type Drawing } from '@watertight/heap-snapshot-testing';
import { dominatorsIn } from './dominators.ts';

function treeOf(drawing: Drawing, top = 20): HeapBranch {
  const snapshot = parseSnapshot([drawHeap(drawing).bytes]);
  return dominatorsIn('drawn', snapshot, { top, showStrings: false }).root;
}

function outline({ name, count, children }: HeapBranch): unknown[] {
  return [count > 1 ? `${name} × ${count}` : name, ...children.map(outline)];
}

test('a large object stands by itself under the name that leads to it, small ones with their class', () => {
  const tree = treeOf({
    root: ['global'],
    global: { name: 'global', edges: [property('log'), property('a'), property('b'), property('c')] },
    log: { name: 'Array', selfSizeBytes: 5000 },
    a: { name: 'Array' },
    b: { name: 'Array' },
    c: { name: 'Array' },
  });
  expect(outline(tree)).toEqual(['(root)', ['.global: global', ['.log: Array'], ['Array × 3']]]);
});

test('variables name what they hold', () => {
  const tree = treeOf({
    root: ['main'],
    main: { type: 'closure', name: 'main', edges: [internal('scope', 'context')] },
    scope: { type: 'hidden', name: 'system / Context', edges: [context('visits')] },
    visits: { name: 'Map' },
  });
  expect(outline(tree)).toEqual(['(root)', ['.main: main()', ['system / Context', ['visits: Map']]]]);
});

test('code below code is one branch, and none of its bytes are lost', () => {
  // main → code → code2 → code3 → kept
  const code = (to: string) => ({ type: 'code' as const, edges: [internal(to)], selfSizeBytes: 100 });
  const tree = treeOf({
    root: ['main'],
    main: { type: 'closure', name: 'main', edges: [internal('code')] },
    code: code('code2'),
    code2: code('code3'),
    code3: code('kept'),
    kept: { name: 'Settings' },
  });
  expect(outline(tree)).toEqual(['(root)', ['.main: main()', ['code', ['Settings']]]]);
  const folded = tree.children[0]!.children[0]!;
  expect(folded).toMatchObject({ retainedBytes: 316, shallowBytes: 300 });
});

test('a list of objects is one branch however long it is', () => {
  const links = Array.from({ length: 2000 }, (_, place) => `link${place}`);
  const tree = treeOf({
    root: ['global'],
    global: { name: 'global', edges: links.map((link) => property(link)) },
    ...Object.fromEntries(links.map((link) => [link, { name: 'Link' }])),
  });
  expect(outline(tree)).toEqual(['(root)', ['.global: global', ['Link × 2000']]]);
});

test('no more branches than asked for', () => {
  const drawing = { root: ['a', 'b', 'c'], a: { name: 'A' }, b: { name: 'B' }, c: { name: 'C' } };
  expect(treeOf(drawing, 2).children).toHaveLength(2);
});
