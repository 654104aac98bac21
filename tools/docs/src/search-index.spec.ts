import MiniSearch from 'minisearch';
import type { Page } from './page.ts';
import { searchIndex, sectionsOf } from './search-index.ts';
import { searchOptions, type Section } from './search-options.ts';

const page = (path: string, article: string): Page => ({
  path,
  title: 'A listener added',
  group: 'causes',
  description: '',
  shows: {},
  article,
  headings: [],
});
const article =
  '<h1 id="a">A listener added</h1><p>Each keeps &lt;res&gt;.</p><h2 id="fix">How to fix it <a class="anchor" href="#fix">#</a></h2><p>Call <code>off</code>.</p>';

test('a page is found by its sections, each with its anchor and the beginning of its text', () => {
  expect(sectionsOf(page('causes/a.html', article))).toEqual([
    expect.objectContaining({ path: 'causes/a.html', heading: '', excerpt: 'Each keeps <res>.' }),
    expect.objectContaining({ path: 'causes/a.html#fix', heading: 'How to fix it', excerpt: 'Call off.' }),
  ]);
});

test('the index that was written finds what it was made of when it is read back', () => {
  const index = MiniSearch.loadJSON<Section>(searchIndex([page('causes/a.html', article)]), searchOptions);
  expect(index.search('off').map(({ path }) => path as string)).toEqual(['causes/a.html#fix']);
  expect(index.search('listen', { prefix: true })).toHaveLength(2);
});

test('sources that pages link to are not searched', () => {
  expect(searchIndex([{ ...page('files/a.html', article), group: null }])).not.toContain('listener');
});
