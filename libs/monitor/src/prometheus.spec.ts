import { toPrometheusText } from './prometheus.ts';
import { summarize } from './summarize.ts';
import { drawSample, drawTotals } from './testing/drawn.ts';

const minor = { count: 10, pauseMs: 30, longestPauseMs: 5, freedBytes: 100 };
const textOf = (sample = drawSample()) => toPrometheusText(summarize([sample], drawTotals({ minor }), 1000));

test('a gauge has its help, its type and its value', () => {
  expect(textOf()).toContain(
    '# HELP watertight_heap_used_bytes Memory in use on the heap\n' +
      '# TYPE watertight_heap_used_bytes gauge\n' +
      'watertight_heap_used_bytes 10485760\n',
  );
});

test('collections are counted by kind, their pauses in seconds', () => {
  expect(textOf()).toContain('watertight_gc_collections_total{kind="minor"} 10\n');
  expect(textOf()).toContain('watertight_gc_pause_seconds_total{kind="minor"} 0.03\n');
  expect(textOf()).toContain('watertight_gc_collections_total{kind="major"} 0\n');
});

test('a label may hold anything', () => {
  expect(textOf(drawSample({ resources: { 'a"b\\c\nd': 1 } }))).toContain('{kind="a\\"b\\\\c\\nd"} 1\n');
});

test('what the system does not tell is left out', () => {
  expect(textOf(drawSample({ descriptors: -1 }))).not.toContain('descriptors');
});

test('names begin with the prefix that was asked for', () => {
  const text = toPrometheusText(summarize([drawSample()], drawTotals(), 1), 'shop_');
  expect(text.match(/^\w+/gm)!.every((name) => name.startsWith('shop_'))).toBe(true);
});

test('every line is one that Prometheus reads, each metric said once', () => {
  const lines = textOf().trimEnd().split('\n');
  const grammar = /^(# HELP [a-z_]+ \S.*|# TYPE [a-z_]+ (gauge|counter)|[a-z_]+(\{[a-z]+="[^"\n]*"\})? -?\d+(\.\d+)?)$/;
  expect(lines.filter((line) => !grammar.test(line))).toEqual([]);
  const series = lines.filter((line) => !line.startsWith('#')).map((line) => line.replace(/ \S+$/, ''));
  expect(new Set(series).size).toBe(series.length);
});
