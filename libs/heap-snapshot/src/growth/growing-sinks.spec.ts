import { context, element, internal, property, type Drawing } from '@watertight/heap-snapshot-testing';
import type { HeapSnapshot } from '../heap-snapshot.ts';
import { retainingPath } from '../paths/retaining-path.ts';
import { readDrawing } from '../spec-helpers/read-drawing.ts';
import { kindOfGrowingSink, nameOfGrowingSink } from './growing-sink-name.ts';
import { growingSinks, type GrowingSink } from './growing-sinks.ts';

type Draw = (entries: readonly string[], round: number) => Drawing;

test('a map grows, and not the table in which V8 keeps its entries', () => {
  const [sink, ...others] = growthOf((entries, round) => ({
    root: ['global'],
    global: { edges: ['sessions'] },
    sessions: { name: 'Map', edges: [internal('table', 'table'), property('Map.prototype', '__proto__')] },
    table: { type: 'array', selfSizeBytes: 1000 * round, edges: entries.map((name, i) => internal(name, String(i))) },
    'Map.prototype': { name: 'Object', edges: [property('Map', 'constructor')] },
    Map: { type: 'closure' },
  }));
  expect(others).toEqual([]);
  expect(sink).toMatchObject({ className: 'Map', kind: 'Map', newObjects: 100, newBytes: 1600 });
  expect(sink).toMatchObject({ backingGrowthBytes: 1000, entryClass: { name: 'Entry', count: 100 } });
});

test('how many references a sink has is told before and after', () => {
  const [sink] = growthOf((entries) => ({
    root: ['global'],
    global: { edges: ['log'] },
    log: { name: 'Object', edges: entries.map((name) => property(name)) },
  }));
  expect([sink!.edgesBefore, sink!.edgesAfter]).toEqual([100, 200]);
});

test('a list of numbers grows by its storage alone', () => {
  const [sink] = growthOf((_, round) => ({
    root: ['global'],
    global: { edges: ['samples'] },
    samples: { name: 'Array', edges: [internal('elements', 'elements')] },
    elements: { type: 'array', selfSizeBytes: 8000 * round },
  }));
  expect(sink).toMatchObject({ className: 'Array', backingGrowthBytes: 8000, newObjects: 0, entryClass: null });
});

test('a chain that starts in a variable is a sink by the name of the variable', () => {
  const { after, sinks } = grow((entries) => ({
    root: ['global'],
    global: { edges: ['handler'] },
    handler: { type: 'closure', edges: [internal('scope', 'context')] },
    scope: { name: 'system / Context', edges: [context(entries.at(-1)!, 'newest')] },
    // Each entry holds the one before it, and the newest is a new one.
    ...chained(entries),
  }));
  const [sink] = sinks;
  expect(kindOfGrowingSink(sink!)).toBe('variable');
  expect(nameOfGrowingSink(sink!, retainingPath(after, sink!.ordinal))).toBe('newest');
  expect(sink!.newObjects).toBe(100);
});

test('what is replaced by as much does not grow', () => {
  const replaced = (round: number): Drawing => {
    const cached = Array.from({ length: 200 }, (_, i) => `cached ${i}`);
    return {
      root: ['global'],
      global: { edges: ['cache'] },
      cache: { name: 'Array', edges: cached.map((name, i) => element(name, i)) },
      ...Object.fromEntries(cached.map((name, i) => [name, { name: 'Cached', id: 50_001 * round + 2 * i }])),
    };
  };
  expect(growingSinks(readDrawing(replaced(1)).snapshot, readDrawing(replaced(2)).snapshot)).toEqual([]);
});

function growthOf(draw: Draw): GrowingSink[] {
  return grow(draw).sinks;
}

function grow(draw: Draw): { after: HeapSnapshot; sinks: GrowingSink[] } {
  const [before, after] = [1, 2].map((round) => {
    const entries = Array.from({ length: 100 * round }, (_, i) => `entry ${i}`);
    const drawing = draw(entries, round);
    const drawn = Object.fromEntries(entries.map((name, i) => [name, { name: 'Entry', id: 10_001 + 2 * i }]));
    const merged = Object.entries(drawn).map(([name, node]) => [name, { ...node, ...drawing[name] }]);
    return readDrawing({ ...drawing, ...Object.fromEntries(merged) } as Drawing).snapshot;
  });
  return { after: after!, sinks: growingSinks(before!, after!) };
}

function chained(entries: readonly string[]): Drawing {
  return Object.fromEntries(
    entries.slice(1).map((name, i) => [name, { edges: [property(entries[i]!, 'previous')] }] as const),
  );
}
