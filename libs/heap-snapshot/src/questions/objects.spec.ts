import { context, internal, property, shortcut, type Drawing } from '@watertight/heap-snapshot-testing';
import type { NodeId } from '../brands.ts';
import { readDrawing } from '../spec-helpers/read-drawing.ts';
import { aggregatesByPackage, originOf, packageFolderOf, packageOf, packageOfScript } from './aggregates-by-package.ts';
import { allocationStackOf } from './allocation-stack.ts';
import { duplicateStrings } from './duplicate-strings.ts';
import { findNodes } from './find-nodes.ts';
import { icicle } from './icicle.ts';
import { dominatedChildren, largestObjects } from './largest-objects.ts';
import { scopesOf } from './scopes.ts';
import { sourceOf } from './source-of.ts';

test('the largest objects are those that retain the most, and no roots', () => {
  const heap = readDrawing({
    root: ['(GC roots)'],
    '(GC roots)': { type: 'synthetic', edges: ['cache', 'small'] },
    cache: ['entry'],
    entry: { selfSizeBytes: 500 },
    small: [],
  });
  const { snapshot, names, ordinalOf } = heap;
  expect(largestObjects(snapshot, 2).map((node) => names[node])).toEqual(['cache', 'entry']);
  expect(dominatedChildren(snapshot, ordinalOf('(GC roots)')).map((node) => names[node])).toEqual(['cache', 'small']);
});

test('an equal text in memory twice wastes one of the two', () => {
  const { snapshot } = readDrawing({
    root: ['a', 'b', 'c'],
    a: { type: 'string', name: 'GET /x', selfSizeBytes: 24 },
    b: { type: 'string', name: 'GET /x', selfSizeBytes: 24 },
    c: { type: 'string', name: 'POST /x', selfSizeBytes: 24 },
  });
  expect(duplicateStrings(snapshot)).toMatchObject([{ text: 'GET /x', count: 2, wastedBytes: 24, isCut: false }]);
});

test('a scope tells its variables and the functions that keep it', () => {
  const { snapshot, names } = readDrawing({
    root: ['handler', 'other'],
    handler: { type: 'closure', edges: [internal('scope', 'context')] },
    other: { type: 'closure', edges: [internal('scope', 'context')] },
    scope: { name: 'system / Context', edges: [context('log', 'requestLog')] },
    log: [],
  });
  const [scope] = scopesOf(snapshot);
  expect(scope!.variables.map(({ name, ordinal }) => [name, names[ordinal]])).toEqual([['requestLog', 'log']]);
  expect(scope!.closures.map((closure) => names[closure])).toEqual(['handler', 'other']);
});

const withScript = {
  root: ['handler', 'record'],
  handler: {
    type: 'closure',
    location: { scriptId: 7, line: 3, column: 1 },
    edges: [internal('shared')],
  },
  shared: { type: 'code', edges: [internal('script')] },
  script: { type: 'code', edges: [internal('path', 'name')] },
  path: { type: 'string', name: 'file:///srv/app/node_modules/@acme/cache/index.js' },
  record: { location: { scriptId: 7, line: 9, column: 0 }, selfSizeBytes: 100, edges: ['part'] },
  part: { selfSizeBytes: 10 },
} as const;

test('a place is named by the script that functions of it tell', () => {
  const { snapshot, ordinalOf } = readDrawing(withScript);
  expect(sourceOf(snapshot, ordinalOf('record'))).toEqual({
    scriptId: 7,
    line: 9,
    column: 0,
    scriptName: 'file:///srv/app/node_modules/@acme/cache/index.js',
  });
  expect(sourceOf(snapshot, ordinalOf('part'))).toBeNull();
});

test('an object belongs to the package of its constructor, and what it dominates with it', () => {
  const { snapshot } = readDrawing(withScript);
  const acme = aggregatesByPackage(snapshot).find(({ packageName }) => packageName === '@acme/cache');
  expect(acme).toMatchObject({ shallowBytes: 16 * 4 + 110 });
});

test('a node is of the program, of a dependency, of the runtime, or of nobody that is known', () => {
  const { snapshot, ordinalOf } = readDrawing({
    root: ['own', 'theirs', 'builtin', 'nobody'],
    ...scripted('own', 1, '/srv/app/server.js', ['held by own']),
    ...scripted('theirs', 2, '/srv/app/node_modules/lru-cache/index.js', []),
    ...scripted('builtin', 3, 'node:events', []),
    nobody: [],
  });
  const origins = ['own', 'held by own', 'theirs', 'builtin', 'nobody'].map((name) =>
    originOf(snapshot, ordinalOf(name)),
  );
  expect(origins).toEqual(['program', 'program', 'dependency', 'runtime', 'unknown']);
  expect(packageOf(snapshot, ordinalOf('theirs'))).toBe('lru-cache');
});

test('a package that is installed twice is counted as one, and each of its nodes has its own folder', () => {
  const { snapshot, ordinalOf } = readDrawing({
    root: ['own', 'outer', 'inner'],
    ...scripted('own', 1, '/srv/app/server.js', []),
    ...scripted('outer', 2, 'file:///srv/app/node_modules/@acme/cache/index.js', []),
    ...scripted('inner', 3, '/srv/app/node_modules/express/node_modules/@acme/cache/lib/index.js', []),
  });
  const folders = ['own', 'outer', 'inner'].map((name) => packageFolderOf(snapshot, ordinalOf(name)));
  expect(folders).toEqual([
    null,
    '/srv/app/node_modules/@acme/cache',
    '/srv/app/node_modules/express/node_modules/@acme/cache',
  ]);
  const names = aggregatesByPackage(snapshot).map(({ packageName }) => packageName);
  expect(names.filter((name) => name === '@acme/cache')).toHaveLength(1);
});

function scripted(name: string, scriptId: number, script: string, holds: readonly string[]): Drawing {
  return {
    [name]: {
      type: 'closure',
      location: { scriptId, line: 0, column: 0 },
      edges: [internal(`${name} shared`, 'shared'), ...holds],
    },
    [`${name} shared`]: { type: 'code', edges: [internal(`${name} script`, 'script')] },
    [`${name} script`]: { type: 'code', edges: [internal(`${name} file`, 'name')] },
    [`${name} file`]: { type: 'string', name: script },
  };
}

test.each([
  ['/srv/app/node_modules/express/lib/express.js', 'express'],
  ['C:\\app\\node_modules\\@acme\\cache\\index.js', '@acme/cache'],
  ['/srv/node_modules/a/node_modules/b/index.js', 'b'],
  ['/srv/app/src/server.js', '(program)'],
  ['node:events', '(runtime)'],
  ['internal', '(runtime)'],
])('%s is of %s', (script, packageName) => {
  expect(packageOfScript(script)).toBe(packageName);
});

test('a query finds what fits all of it', () => {
  const { snapshot, names } = readDrawing({
    root: ['a', 'b', 'c'],
    a: { type: 'closure', name: 'onData', id: 11 },
    b: { type: 'closure', name: 'onEnd', selfSizeBytes: 64, id: 13 },
    c: { name: 'onData' },
  });
  const found = (query: Parameters<typeof findNodes>[1]) => findNodes(snapshot, query).map((node) => names[node]);
  expect(found({ type: 'closure', name: /^on/ })).toEqual(['a', 'b']);
  expect(found({ name: 'onData', limit: 1 })).toEqual(['a']);
  expect(found({ className: 'Function', minSelfBytes: 32 })).toEqual(['b']);
  expect(found({ minRetainedBytes: 60, type: 'closure' })).toEqual(['b']);
  expect(found({ id: 13 as NodeId })).toEqual(['b']);
  expect(found({ id: 13 as NodeId, type: 'object' })).toEqual([]);
});

test('an allocation’s calls are told innermost first, whatever the header counts', () => {
  const { snapshot, ordinalOf } = readDrawing(
    { root: ['record', 'other'], record: { traceNodeId: 3 }, other: {} },
    {
      header: { trace_function_count: 1 },
      sections: {
        trace_function_infos: [0, 0, 0, 0, 0, 0, 1, 1, 2, 4, 10, 5, 2, 2, 2, 4, 20, 7],
        trace_tree: [1, 0, 0, 0, [2, 1, 0, 0, [3, 2, 1, 16, []], 4, 1, 0, 0, []]],
      },
    },
  );
  expect(allocationStackOf(snapshot, ordinalOf('record'))).toEqual([
    { functionName: 'other', scriptName: 'other', scriptId: 4, line: 20, column: 7 },
    { functionName: 'record', scriptName: 'other', scriptId: 4, line: 10, column: 5 },
  ]);
  expect(allocationStackOf(snapshot, ordinalOf('other'))).toEqual([]);
});

test('an icicle is the dominator tree with siblings of one class as one bar', () => {
  const { snapshot } = readDrawing({
    root: [shortcut('global')],
    global: { name: 'global', edges: [property('a'), property('b'), property('map')] },
    a: { name: 'Session', selfSizeBytes: 100, edges: ['note'] },
    b: { name: 'Session', selfSizeBytes: 100 },
    note: { name: 'Note', selfSizeBytes: 50 },
    map: { name: 'Map', selfSizeBytes: 1 },
  });
  const whole = icicle(snapshot, { minShare: 0.1 });
  expect(whole.retainedBytes).toBe(16 + 251);
  expect(whole.children[0]!.children).toMatchObject([
    { name: 'Session', count: 2, retainedBytes: 250, shallowBytes: 200, children: [{ name: 'Note', count: 1 }] },
  ]);
});
