import { drawHeap, element, property, type Drawing } from '@watertight/heap-snapshot-testing';
import { parseSnapshot, type HeapSnapshot } from '@watertight/heap-snapshot';
import { growingSuspects } from './localise.ts';

const lists = Array.from({ length: 20 }, (_, index) => `list${index}`);

/** Lists with as many entries each, save that the first one has ten times as many, or as often as many as is said. */
function heapWith(entriesPerList: number, timesInFirst = 10): HeapSnapshot {
  const nodes = lists.map((list, number): Drawing => {
    const entries = Array.from(
      { length: entriesPerList * (number === 0 ? timesInFirst : 1) },
      (_, index) => `${list}.${index}`,
    );
    const idOf = (index: number) => 10_001 + 2 * (number * 10_000 + index);
    return {
      [list]: { name: 'Array', edges: entries.map((entry, index) => element(entry, index)) },
      ...Object.fromEntries(entries.map((entry, index) => [entry, { name: 'Entry', id: idOf(index) }])),
    };
  });
  const listNodes = Object.assign({}, ...nodes.map((drawn, n) => ({ [lists[n]!]: drawn[lists[n]!]! }))) as Drawing;
  const all = Object.assign({ root: ['global'], global: lists.map((list) => property(list)) }, listNodes, ...nodes);
  return parseSnapshot([drawHeap(all as Drawing).bytes]);
}

test('as many suspects are followed as there are routes, a dozen at least, the largest first', () => {
  const [before, after] = [heapWith(100), heapWith(200)];
  const suspectsOf = (routes: number) => growingSuspects(before, after, { requests: 100 * routes, routes });
  const few = suspectsOf(1);
  expect([few.suspects.length, few.notFollowed]).toEqual([12, 8]);
  expect(few.suspects[0]!.entriesPerRequest).toBe(10);
  expect(few.suspects[1]!.entriesPerRequest).toBe(1);
  const all = suspectsOf(20);
  expect([all.suspects.length, all.notFollowed]).toEqual([20, 0]);
});

test('a leak far smaller than the largest is its small change where one route runs, and may be that of another route', () => {
  const [before, after] = [heapWith(10, 200), heapWith(20, 200)];
  const followed = (routes: number) =>
    growingSuspects(before, after, { requests: 10 * routes, routes }).suspects.length;
  expect([followed(1), followed(20)]).toEqual([1, 20]);
});

test('one or two new objects make no suspect, however few turns a route had', () => {
  const followed = (more: number) =>
    growingSuspects(heapWith(10, 1), heapWith(10 + more, 1), { requests: 8 * 5, routes: 5 }).suspects.length;
  expect([followed(2), followed(4)]).toEqual([0, 12]);
});

test.each(['_idleNext', '_idlePrev'])(
  'timers that pile up by way of %s are looked at where new ones are put',
  (way) => {
    const timers = (count: number) => {
      const drawing: Record<string, Drawing[string]> = {
        root: ['global'],
        global: ['list'],
        list: { name: 'TimersList', edges: [property('timer0', way)] },
      };
      for (let i = 0; i < count; i += 1) {
        const edges = i + 1 < count ? [property(`timer${i + 1}`, way)] : [];
        drawing[`timer${i}`] = { name: 'Timeout', id: 1001 + 2 * i, edges };
      }
      return parseSnapshot([drawHeap(drawing).bytes]);
    };
    const { suspects } = growingSuspects(timers(20), timers(120), { requests: 100, routes: 1 });
    expect(suspects[0]).toMatchObject({ kind: 'TimersList', fields: ['_idleNext'] });
  },
);
