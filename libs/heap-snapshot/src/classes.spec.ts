import { shortcut } from '@watertight/heap-snapshot-testing';
import { aggregatesByClass, classNameOf, instancesOf } from './classes.ts';
import { readDrawing } from './spec-helpers/read-drawing.ts';

test('objects go by their constructor, other nodes by their type', () => {
  const { snapshot, ordinalOf } = readDrawing({
    root: ['session', 'handler', 'text', 'mark', 'shape'],
    session: { name: 'Session' },
    handler: { type: 'closure', name: 'onData' },
    text: { type: 'string', name: 'hello' },
    mark: { type: 'symbol', name: 'kState' },
    shape: { type: 'hidden', name: 'system / Map' },
  });
  const classes = ['session', 'handler', 'text', 'mark', 'shape'].map((name) => classNameOf(snapshot, ordinalOf(name)));
  expect(classes).toEqual(['Session', 'Function', '(string)', '(symbol)', '(system)']);
});

test('two classes of one name are told apart by where their constructors stand', () => {
  const { snapshot } = readDrawing({
    root: ['a', 'b', 'c'],
    a: { name: 'Job', location: { scriptId: 1, line: 5, column: 0 } },
    b: { name: 'Job', location: { scriptId: 2, line: 9, column: 0 } },
    c: { name: 'Job', location: { scriptId: 1, line: 5, column: 0 } },
  });
  const jobs = aggregatesByClass(snapshot).filter(({ className }) => className === 'Job');
  expect(jobs.map(({ location, count }) => [location?.scriptId, count])).toEqual([
    [1, 2],
    [2, 1],
  ]);
  expect(instancesOf(snapshot, 'Job')).toHaveLength(3);
});

test('what instances retain of each other is counted once', () => {
  const { snapshot } = readDrawing({
    root: ['first'],
    first: { name: 'Link', edges: ['second'] },
    second: { name: 'Link', edges: ['value'] },
    value: { name: 'Value', selfSizeBytes: 100 },
  });
  const link = aggregatesByClass(snapshot).find(({ className }) => className === 'Link');
  expect(link).toMatchObject({ count: 2, selfSizeBytes: 32, retainedBytes: 132 });
});

test('what a detached native node alone refers to is detached too', () => {
  const { snapshot, ordinalOf } = readDrawing({
    root: [shortcut('global')],
    global: ['left', 'shown'],
    left: { type: 'native', name: '<div id="a">', detachedness: 2, edges: ['child'] },
    shown: { type: 'native', name: '<main>', detachedness: 1, edges: ['inner'] },
    child: { type: 'native', name: '<p>' },
    inner: { type: 'native', name: '<p>' },
  });
  expect(['left', 'child', 'inner'].map((name) => classNameOf(snapshot, ordinalOf(name)))).toEqual([
    'Detached <div>',
    'Detached <p>',
    '<p>',
  ]);
});
