import { parseHtml } from '../testing/parse-html.ts';
import { lineChart } from './line-chart.ts';

const text = { id: 'heap', title: 'heap after GC', description: 'measured: stable' };

test('has a title and a description for those who cannot see it', () => {
  const { elements, text: read } = parseHtml(lineChart([line([1, 2])], 'bytes', text).html);
  expect(elements[0]).toEqual({
    name: 'svg',
    attributes: expect.objectContaining({ role: 'img', 'aria-labelledby': 'heap-title heap-text' }),
  });
  expect(read).toContain('measured: stable');
});

test('each sample says its value, in units', () => {
  const { text: read } = parseHtml(lineChart([line([6_000_000, 7_000_000])], 'bytes', text).html);
  expect(read).toContain('measured: 5.72 MiB after 0 requests');
  expect(read).toContain('measured: 6.68 MiB after 500 requests');
});

test('without a sample it says so instead of drawing', () => {
  const { elements, text: read } = parseHtml(lineChart([line([])], 'bytes', text).html);
  expect(elements.map(({ name }) => name)).toEqual(['p']);
  expect(read).toBe('heap after GC: no samples were recorded');
});

test('two lines differ in the shape of their samples, not in colour alone', () => {
  const { elements } = parseHtml(
    lineChart([line([1, 2]), { ...line([1, 1]), name: 'after', tone: 'cool' }], 'bytes', text).html,
  );
  const markers = elements.filter(({ attributes }) => attributes['class']?.startsWith('marker'));
  expect(markers.map(({ name }) => name)).toEqual(['circle', 'circle', 'rect', 'rect']);
});

function line(values: readonly number[]) {
  return {
    name: 'measured',
    tone: 'warm' as const,
    points: values.map((value, index) => ({ requests: index * 500, value })),
  };
}
