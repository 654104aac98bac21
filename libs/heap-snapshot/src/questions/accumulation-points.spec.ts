import { context, internal, type Drawing } from '@watertight/heap-snapshot-testing';
import { readDrawing } from '../spec-helpers/read-drawing.ts';
import { accumulationPoints } from './accumulation-points.ts';

function pointsIn(drawing: Drawing, options = {}) {
  const { snapshot, names } = readDrawing(drawing);
  return accumulationPoints(snapshot, options).map((node) => names[node]);
}

const kilobyte = (count: number) => ({ selfSizeBytes: count * 1024 });

test('memory piles up in the object whose entries are all small, not in who holds it', () => {
  const entries = Array.from({ length: 10 }, (_, index) => `entry ${index}`);
  const points = pointsIn({
    root: ['app', 'small'],
    app: [context('orders', 'scope')],
    scope: { name: 'system / Context', edges: [context('orders', 'orders')] },
    orders: { name: 'Map', edges: [internal('table')] },
    table: { type: 'array', edges: entries },
    ...Object.fromEntries(entries.map((name) => [name, kilobyte(1)])),
    small: kilobyte(1),
  });
  expect(points).toEqual(['orders']);
});

test('two places where memory piles up are told, the larger first', () => {
  const points = pointsIn({
    root: ['app'],
    app: ['log', 'cache'],
    log: [internal('texts')],
    texts: { type: 'array', ...kilobyte(30) },
    cache: [internal('table')],
    table: { type: 'array', ...kilobyte(60) },
  });
  expect(points).toEqual(['cache', 'log']);
});

test('of entries that hold each other in a row the first is told', () => {
  const links = Array.from({ length: 40 }, (_, index) => index);
  const points = pointsIn({
    root: ['head'],
    head: ['link 0'],
    ...Object.fromEntries(
      links.map((index) => [
        `link ${index}`,
        { name: 'Link', ...kilobyte(1), edges: index < 39 ? [`link ${index + 1}`] : [] },
      ]),
    ),
  });
  expect(points).toEqual(['link 0']);
});

test('where nothing retains so much there is no such point', () => {
  const objects = Array.from({ length: 10 }, (_, index) => `object ${index}`);
  const drawing = { root: objects, ...Object.fromEntries(objects.map((name) => [name, kilobyte(1)])) };
  expect(pointsIn(drawing)).toEqual([]);
  expect(pointsIn(drawing, { minShare: 0.1 })).toHaveLength(10);
});
