import { plot, type Line } from './plot.ts';

const box = { left: 100, right: 500, top: 0, bottom: 200 };

test('a flat series is a horizontal line in the middle, however small its noise', () => {
  const { placed } = drawn([line([6_000_000, 6_000_000, 6_000_000])])[0]!;
  expect(new Set(placed.map(({ y }) => y)).size).toBe(1);
  expect(placed[0]!.y).toBeGreaterThan(50);
  expect(placed[0]!.y).toBeLessThan(150);

  const noisy = drawn([line([6_000_000, 6_001_500, 6_000_200])])[0]!.placed.map(({ y }) => y);
  expect(Math.max(...noisy) - Math.min(...noisy)).toBeLessThan(10);
});

test('growth rises and shrinking falls; more requests stand further right', () => {
  const rising = drawn([line([6e6, 7e6, 8e6])])[0]!.placed;
  expect(rising.map(({ x }) => x)).toEqual([100, 300, 500]);
  expect(rising[2]!.y).toBeLessThan(rising[0]!.y);

  const falling = drawn([line([8e6, 7e6, 6e6])])[0]!.placed;
  expect(falling[2]!.y).toBeGreaterThan(falling[0]!.y);
});

test('a single sample has a place', () => {
  expect(drawn([{ ...line([]), points: [{ requests: 503, value: 6e6 }] }])[0]!.placed).toEqual([
    { x: 500, y: expect.any(Number) },
  ]);
  expect(drawn([line([0])])[0]!.placed).toEqual([{ x: 100, y: 200 }]);
});

test('no samples are no drawing', () => {
  expect(plot([], 'bytes', box)).toBeNull();
  expect(plot([line([])], 'bytes', box)).toBeNull();
});

test('two lines share both axes: equal samples stand at one place', () => {
  const before = line([6e6, 7e6, 8e6]);
  const after = line([6e6, 6e6]);
  const [warm, cool] = drawn([before, after]);
  expect(cool!.placed[0]).toEqual(warm!.placed[0]);
  expect(cool!.placed[1]!.x).toBe(warm!.placed[1]!.x);
});

test('every sample and every mark stays within the box, whatever the values', () => {
  for (const values of [[0], [0, 0], [-5, 5], [1, 1e12], [22, 23], [6e6, 6e6 + 1], [3.3e9, 3.4e9]]) {
    for (const unit of ['bytes', 'number'] as const) {
      const { x, y, lines } = plot([line(values)], unit, box)!;
      const ys = [...y.map(({ at }) => at), ...lines[0]!.placed.map((place) => place.y)];
      const xs = [...x.map(({ at }) => at), ...lines[0]!.placed.map((place) => place.x)];
      expect(Math.min(...ys)).toBeGreaterThanOrEqual(box.top);
      expect(Math.max(...ys)).toBeLessThanOrEqual(box.bottom);
      expect(Math.min(...xs)).toBeGreaterThanOrEqual(box.left);
      expect(Math.max(...xs)).toBeLessThanOrEqual(box.right);
    }
  }
});

test('descriptors are marked at whole numbers', () => {
  expect(plot([line([22, 22, 22])], 'number', box)!.y.map(({ label }) => label)).toEqual([
    '20',
    '21',
    '22',
    '23',
    '24',
  ]);
});

function line(values: readonly number[]): Line {
  return { name: 'measured', tone: 'warm', points: values.map((value, index) => ({ requests: index * 500, value })) };
}

function drawn(lines: readonly Line[]) {
  return plot(lines, 'bytes', box)!.lines;
}
