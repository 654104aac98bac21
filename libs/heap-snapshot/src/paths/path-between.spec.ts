import { internal, weak } from '@watertight/heap-snapshot-testing';
import { readDrawing } from '../spec-helpers/read-drawing.ts';
import { pathBetween } from './path-between.ts';

// root → visit, and map → table → visit
const { snapshot, names, ordinalOf } = readDrawing({
  root: ['visit', 'map'],
  map: { name: 'Map', edges: [internal('table'), weak('ghost')] },
  table: ['visit'],
  visit: ['map'],
  ghost: [],
});
const between = (from: string, to: string) =>
  pathBetween(snapshot, ordinalOf(from), ordinalOf(to)).map(({ node }) => names[node.ordinal]);

test('leads from a sink to its entry, although the entry is nearer to the root on another way', () => {
  expect(between('map', 'visit')).toEqual(['table', 'visit']);
});

test('is empty from an object to itself, and where only weak references lead', () => {
  expect(between('map', 'map')).toEqual([]);
  expect(between('map', 'ghost')).toEqual([]);
});
