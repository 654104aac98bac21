import { context, internal, property, shortcut, weak } from '@watertight/heap-snapshot-testing';
import { readDrawing } from '../spec-helpers/read-drawing.ts';
import { retainerGraph } from './retainer-graph.ts';
import { retainerGraphDot, retainerGraphText } from './render-retainer-graph.ts';
import { retainerGraphSvg } from './retainer-graph-svg.ts';
import { retainingPaths, shortestRetainingPath } from './retaining-paths.ts';

// global → registry → session ← scope ← handler, and weakly from a table
const drawing = {
  root: [shortcut('global')],
  global: ['registry', 'handler', 'table'],
  registry: { name: 'Map', edges: [property('session', 'user "1"')] },
  handler: { type: 'closure', name: 'onData', edges: [internal('scope', 'context')] },
  scope: { name: 'system / Context', edges: [context('session', 'current')] },
  table: [weak('session')],
  session: { name: 'Session<string>', selfSizeBytes: 100 },
} as const;

test('each path comes in by another retainer', () => {
  const { snapshot, names, ordinalOf } = readDrawing(drawing);
  const paths = retainingPaths(snapshot, ordinalOf('session'), 5);
  expect(paths.map((path) => path.map(({ node }) => names[node.ordinal]))).toEqual([
    ['global', 'registry', 'session'],
    ['global', 'handler', 'scope', 'session'],
  ]);
});

test('the shortest path starts behind the global object and uses no weak reference', () => {
  const { snapshot, names, ordinalOf } = readDrawing(drawing);
  const path = shortestRetainingPath(snapshot, ordinalOf('session'));
  expect(path.map(({ node }) => names[node.ordinal])).toEqual(['registry', 'session']);
});

test('what nothing retains has no path', () => {
  const { snapshot, ordinalOf } = readDrawing({ root: ['a'], a: [weak('b')], b: [] });
  expect(retainingPaths(snapshot, ordinalOf('b'), 2)).toEqual([]);
  expect(shortestRetainingPath(snapshot, ordinalOf('b'))).toEqual([]);
});

test('a retainer graph goes up by all references that keep', () => {
  const { snapshot, names, ordinalOf } = readDrawing(drawing);
  const graph = retainerGraph(snapshot, ordinalOf('session'));
  expect(graph.edges.map(({ from, to, label }) => `${names[from]} ${label} ${names[to]}`)).toEqual([
    'registry .user "1" session',
    'scope current session',
    'global .registry registry',
    'handler context scope',
    'root global global',
    'global .handler handler',
  ]);
});

test('retainers that are not shown are counted', () => {
  const holders = Array.from({ length: 10 }, (_, i) => `h${i}`);
  const { snapshot, ordinalOf } = readDrawing({
    root: [shortcut('global')],
    global: holders,
    ...Object.fromEntries(holders.map((holder) => [holder, ['shared']])),
    shared: [],
  });
  const [shared] = retainerGraph(snapshot, ordinalOf('shared'), { maxRetainers: 3, maxDepth: 1 }).nodes;
  expect(shared!.hiddenRetainerCount).toBe(7);
});

test('a loop of retainers ends', () => {
  const { snapshot, ordinalOf } = readDrawing({ root: ['a'], a: ['b'], b: ['a'] });
  expect(retainerGraphText(retainerGraph(snapshot, ordinalOf('b')))).toBe(
    ['b @5 16 B', '  .b ← a @3 32 B', '    .a ← (root) @1 32 B', '    .a ← b @5 16 B (above)'].join('\n'),
  );
});

test('labels cannot break out of a picture', () => {
  const { snapshot, ordinalOf } = readDrawing(drawing);
  const graph = retainerGraph(snapshot, ordinalOf('session'));
  expect(retainerGraphDot(graph)).toContain('[label=".user \\"1\\""]');
  const svg = retainerGraphSvg(graph);
  expect(svg).toContain('Session&lt;string&gt;');
  expect(svg).not.toContain('<string>');
});
