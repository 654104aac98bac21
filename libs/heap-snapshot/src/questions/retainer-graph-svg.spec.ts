import { property, shortcut, type Drawing } from '@watertight/heap-snapshot-testing';
import { readDrawing } from '../spec-helpers/read-drawing.ts';
import { retainerGraph } from './retainer-graph.ts';
import { retainerGraphSvg } from './retainer-graph-svg.ts';

function draw(drawing: Drawing, subject: string): string {
  const { snapshot, ordinalOf } = readDrawing(drawing);
  return retainerGraphSvg(retainerGraph(snapshot, ordinalOf(subject)));
}

const labelsIn = (svg: string) =>
  [...svg.matchAll(/<text x="(\S+)" y="(\S+)" [^>]*paint-order[^>]*>([^<]*)</g)].map(([, x, y, text]) => ({
    x: Number(x),
    y: Number(y),
    text: text!,
  }));
/** Where each line begins and ends, from left to right. */
const linesIn = (svg: string) =>
  [...svg.matchAll(/<path d="(M[^"]*)" fill="none"/g)].map(([, path]) => {
    const numbers = path!.match(/[\d.]+/g)!.map(Number);
    return { startX: numbers[0], endX: numbers.at(-2) };
  });

test('two objects that refer to each other are joined by two lines, side by side', () => {
  const svg = draw({ root: [shortcut('global')], global: ['room'], room: ['guest'], guest: ['room'] }, 'guest');
  const [inwards, outwards] = linesIn(svg);
  expect(inwards!.startX).not.toBe(outwards!.endX);
  expect(inwards!.endX).not.toBe(outwards!.startX);
});

test('a line within a row passes above the boxes', () => {
  const svg = draw(
    { root: [shortcut('global')], global: ['a'], a: ['b', 'shared'], b: ['shared'], shared: [] },
    'shared',
  );
  const { y } = labelsIn(svg).find(({ text }) => text === '.b')!;
  const tops = [...svg.matchAll(/<rect x="\S+" y="(\S+)" width="210"/g)].map(([, top]) => Number(top));
  expect(tops.some((top) => y > top && y < top + 44)).toBe(false);
});

test('no label lies upon another', () => {
  const holders = Array.from({ length: 5 }, (_, i) => `holder${i}`);
  const both = holders.map((holder) => [holder, [property('shared', `the one that ${holder} keeps`), 'global']]);
  const svg = draw(
    {
      root: [shortcut('global')],
      global: holders,
      ...Object.fromEntries(both),
      shared: [],
    } as Drawing,
    'shared',
  );
  const labels = labelsIn(svg);
  expect(labels.length).toBeGreaterThan(10);
  const isUpon = (a: (typeof labels)[number], b: (typeof labels)[number]) =>
    Math.abs(a.y - b.y) < 15 && Math.abs(a.x - b.x) < 3.1 * (a.text.length + b.text.length);
  const upon = labels.flatMap((a, i) => labels.slice(i + 1).flatMap((b) => (isUpon(a, b) ? [[a.text, b.text]] : [])));
  expect(upon).toEqual([]);
});
