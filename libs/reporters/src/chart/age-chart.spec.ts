import { parseHtml } from '../testing/parse-html.ts';
import { ageChart, type Ages } from './age-chart.ts';

const text = { id: 'ages', title: 'objects alive per request', description: '' };

test('as many survivors at every age are bars of one height, none is a bar of none', () => {
  expect(heightsOf([ages([3, 3, 3])])).toHaveLength(3);
  expect(new Set(heightsOf([ages([3, 3, 3])])).size).toBe(1);
  expect(heightsOf([ages([3, 0])])[1]).toBe(0);
});

test('before and after stand on the same axis, side by side', () => {
  const [before, , after] = heightsOf([ages([4, 4]), { ...ages([2, 0]), name: 'after', tone: 'cool' }]);
  expect(after).toBeCloseTo(before! / 2);
});

test('without a tracked round it says so instead of drawing', () => {
  expect(parseHtml(ageChart([], text).html).text).toBe('objects alive per request: no round was tracked');
});

function ages(objectsPerRequest: readonly number[]): Ages {
  return { name: 'before', tone: 'warm', objectsPerRequest };
}

function heightsOf(series: readonly Ages[]): number[] {
  return parseHtml(ageChart(series, text).html)
    .elements.filter(({ attributes }) => attributes['class'] === 'bar')
    .map(({ attributes }) => Number(attributes['height']));
}
