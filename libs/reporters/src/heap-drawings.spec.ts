import { createHash } from 'node:crypto';
import { dot } from './dot.ts';
import { html } from './html.ts';
import type { DominatorsReport } from './report.ts';
import { svg } from './svg.ts';
import { dominated, retained } from './testing/drawn-heap-results.ts';
import { parseHtml } from './testing/parse-html.ts';
import { withStrings } from './testing/with-strings.ts';

const dominators: DominatorsReport = { kind: 'heap-dominators', result: dominated };
const hostile = `<script>alert("1")</script>'"&amp;\u0007\u202e\n`;

describe('the chart of dominators', () => {
  const page = html(dominators);
  const { elements, text } = parseHtml(page);
  const bars = elements.filter(({ attributes }) => attributes['data-x'] !== undefined);
  const barOf = (name: string) => bars.find(({ attributes }) => attributes['aria-label']!.startsWith(name))!.attributes;

  test('has a bar for each branch, as wide as what it retains, below the one that holds it', () => {
    expect(bars).toHaveLength(6);
    expect(barOf('(root)')).toMatchObject({ x: '0%', width: '100%', y: '0' });
    expect(barOf('journal')).toMatchObject({ x: '0%', width: '60%', y: '24' });
    expect(barOf('(compiled code)')).toMatchObject({ x: '60%', width: '30%', y: '24' });
    expect(barOf('RequestRecord × 1,006')).toMatchObject({ x: '0%', width: '50%', y: '72' });
  });

  test('leaves out letters for which there is no room', () => {
    expect(barOf('settings')['class']).toBe('one narrow');
    expect(barOf('journal')['class']).toBe('one');
  });

  test('stands as a tree below, with sizes and shares', () => {
    expect(text).toMatch(/586 KiB 60 % journal: Journal @7\s*576 KiB 59 % \.recent: Map @7/);
    expect(text).toContain('< 1 % settings: Object');
  });

  test('loads nothing, and runs the one script that its policy names', () => {
    const policy = elements.find(({ attributes }) => attributes['http-equiv'] !== undefined)!.attributes['content'];
    const hashes = (tag: string): string =>
      [...page.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))]
        .map(([, content]) => `'sha256-${createHash('sha256').update(content!).digest('base64')}'`)
        .join(' ');
    expect(policy).toBe(
      `default-src 'none'; style-src ${hashes('style')}; script-src ${hashes('script')}; base-uri 'none'; form-action 'none'`,
    );
    expect(elements.flatMap(({ attributes }) => Object.keys(attributes))).not.toContain('style');
    expect(page).not.toMatch(/url\(|@import|https?:/);
  });

  test('is no other document whatever the heap calls its objects', () => {
    const other = html({ ...dominators, result: withStrings(dominated, () => hostile) });
    expect(parseHtml(other).elements.map(({ name }) => name)).toEqual(elements.map(({ name }) => name));
    expect(other.match(/<script/g)).toHaveLength(1);
    expect(other).not.toMatch(/[\u0007\u202e]/);
  });

  test('of an empty heap has one bar', () => {
    const root = { ...dominated.root, retainedBytes: 0, shallowBytes: 0, children: [] };
    const empty = html({ ...dominators, result: { ...dominated, root } });
    expect(empty).not.toContain('NaN');
  });
});

describe('the picture of retainers', () => {
  const picture = svg({ kind: 'heap-retainers', result: retained });

  test('shows each object, its size and the references between them', () => {
    expect(parseHtml(picture).text).toMatch(/RequestRecord @17.*232 B.*\(GC roots\).*\.recent/s);
  });

  test('is no other document whatever the heap calls its objects', () => {
    const other = svg({ kind: 'heap-retainers', result: withStrings(retained, () => hostile) });
    expect(parseHtml(other).elements.map(({ name }) => name)).toEqual(
      parseHtml(picture).elements.map(({ name }) => name),
    );
  });
});

test('Graphviz gets each object and reference in a line of its own, whatever they are called', () => {
  const lines = dot({ kind: 'heap-retainers', result: withStrings(retained, () => '"];\n\\') }).split('\n');
  expect(lines.filter((line) => line.includes('shape=box'))).toHaveLength(3);
  expect(lines.filter((line) => line.includes('->'))).toHaveLength(2);
  expect(lines).toHaveLength(dot({ kind: 'heap-retainers', result: retained }).split('\n').length);
});
