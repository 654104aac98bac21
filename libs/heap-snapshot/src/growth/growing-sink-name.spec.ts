import { property, shortcut, type Drawing } from '@watertight/heap-snapshot-testing';
import type { PathStep } from '../paths/retaining-path.ts';
import { readDrawing } from '../spec-helpers/read-drawing.ts';
import { kindOfGrowingSink, nameOfGrowingSink } from './growing-sink-name.ts';
import { growingSinks } from './growing-sinks.ts';

/** A list of links, each of which keeps two records of a request. */
function listOf(length: number, head: string, link: string, field: string) {
  const drawing: Record<string, Drawing[string]> = {
    root: [shortcut('global')],
    global: ['head'],
    head: { name: head, edges: length > 0 ? [property('link0', field)] : [] },
  };
  for (let i = 0; i < length; i += 1) {
    const next = i + 1 < length ? [property(`link${i + 1}`, field)] : [];
    drawing[`link${i}`] = { name: link, id: 1001 + 6 * i, edges: [...next, `left${i}`, `right${i}`] };
    drawing[`left${i}`] = { name: 'Visit', id: 1003 + 6 * i };
    drawing[`right${i}`] = { name: 'Visit', id: 1005 + 6 * i };
  }
  return readDrawing(drawing).snapshot;
}

test('in a list that grows at its tail, its links pile up, not the more numerous records that they keep', () => {
  const [sink] = growingSinks(listOf(20, 'Log', 'Entry', 'next'), listOf(200, 'Log', 'Entry', 'next'));
  expect(sink).toMatchObject({ className: 'Log', entryClass: { name: 'Entry', count: 180 } });
});

test.each([
  ['<symbol kEvents>', 'shutdown.addEventListener(…)'],
  ['_events', 'shutdown.on(…)'],
  ['recent', 'shutdown.recent'],
])('what grows in the field %s of a variable is called %s', (field, name) => {
  const [sink] = growingSinks(listOf(20, 'Log', 'Entry', field), listOf(200, 'Log', 'Entry', field));
  const variable = { edge: { type: 'context', name: 'shutdown' } } as PathStep;
  expect(nameOfGrowingSink(sink!, [variable])).toBe(name);
});

test('timers that run on are named for what they are', () => {
  const list = (length: number) => listOf(length, 'TimersList', 'Timeout', '_idleNext');
  const [sink] = growingSinks(list(20), list(200));
  expect({ kind: kindOfGrowingSink(sink!), name: nameOfGrowingSink(sink!, []) }).toEqual({
    kind: 'TimersList',
    name: 'timers',
  });
});
