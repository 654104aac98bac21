import { linkFaults } from './checks/link-faults.ts';
import { filesOfSite } from './files-of-site.ts';
import { markdown, relativeTo, type Draft } from './page.ts';
import { Repository } from './repository.ts';
import { buildSite, renderAll } from './site.ts';
import { drawnRepository, removeDrawn } from './testing/drawn-repository.ts';

// A busy machine takes its time.
jest.setTimeout(60_000);

afterAll(removeDrawn);

const draft = (path: string, text: string, folder: string | null = '', shows: Draft['shows'] = {}): Draft => ({
  path,
  title: path,
  group: 'guides',
  description: 'A page.',
  shows,
  blocks: [markdown(text, folder)],
});

test.each([
  ['a.html', 'b.html', 'b.html'],
  ['x/a.html', 'x/b.html#part', 'b.html#part'],
  ['x/a.html', 'style.css', '../style.css'],
  ['a.html', 'x/y/b.html', 'x/y/b.html'],
  ['x/a.html', 'x/a.html#part', '#part'],
])('seen from %s, %s is %s', (from, to, expected) => {
  expect(relativeTo(from, to)).toBe(expected);
});

test('a link to a file that a page shows leads to that page, at its anchor', () => {
  const drafts = [
    draft('one.html', '[code](leaky.ts) and [part](README.md#why)', 'libs/x'),
    draft('two.html', '# Two', '', { 'libs/x/leaky.ts': 'leakyts', 'libs/x': '', 'libs/x/README.md': '' }),
  ];
  const [page] = renderAll(drafts, drawnRepository({}), []);
  expect(page!.article).toContain('href="two.html#leakyts"');
  expect(page!.article).toContain('href="two.html#why"');
});

test('a link to a source gains it a page; one to nothing stays as it is, for the check to find', () => {
  const repository = drawnRepository({ 'examples/leaks.yml': 'on: push # <here>\n' });
  const pages = renderAll([draft('guides/ci.html', '[a](../examples/leaks.yml) [b](gone.md)', 'docs')], repository, []);
  expect(pages.map(({ path }) => path)).toEqual(['guides/ci.html', 'files/examples-leaks.yml.html']);
  expect(pages[0]!.article).toContain('href="../files/examples-leaks.yml.html"');
  expect(pages[0]!.article).toContain('href="gone.md"');
  expect(pages[1]!.article).toContain('&lt;here&gt;');
});

test('headings have the anchors that GitHub gives them, each its own', () => {
  const [page] = renderAll(
    [draft('a.html', '# A\n\n## What `fix` does\n\n## Twice\n\n## Twice\n')],
    drawnRepository({}),
    [],
  );
  expect(page!.headings.map(({ id }) => id)).toEqual(['a', 'what-fix-does', 'twice', 'twice-1']);
});

test('a cause that is named in code is a link to its page, but not within a link', () => {
  const text = '`unbounded-cache`, [`unbounded-cache`](https://example.org)';
  const [page] = renderAll([draft('guides/a.html', text)], drawnRepository({}), []);
  expect(page!.article.match(/href="[^"]*"/g)).toEqual([
    'href="../causes/unbounded-cache.html"',
    'href="https://example.org"',
  ]);
});

test('comments of the Markdown are not published', () => {
  const [page] = renderAll([draft('a.html', '<!-- given\nsecret\n-->\n\n# A\n')], drawnRepository({}), []);
  expect(page!.article).not.toContain('secret');
});

describe('the whole site', () => {
  let files: ReadonlyMap<string, string>;
  beforeAll(async () => {
    files = await filesOfSite(buildSite(new Repository(), new Map()).pages);
  });
  const html = () => [...files].filter(([path]) => path.endsWith('.html'));

  test('has no link that leads nowhere', () => {
    expect([...linkFaults(files)]).toEqual([]);
  });

  test('runs no script and has no style but its own files, and asks no other server for anything', () => {
    for (const [, text] of html()) {
      expect(text).not.toMatch(
        /<script(?![^>]*src=)|\son\w+=|style="|<(?:script|link|img)[^>]+(?:src|href)="(?:https?:|\/)/,
      );
    }
    expect(files.get('style.css')).not.toMatch(/url\(|@import/);
  });

  test('is the same when it is built again', async () => {
    const again = await filesOfSite(buildSite(new Repository(), new Map()).pages);
    expect(again.get('search.js')).toBe(files.get('search.js'));
    expect(again.get('causes/unbounded-cache.html')).toBe(files.get('causes/unbounded-cache.html'));
  });

  test('gives every page one heading of the first level, a landmark for its text, and a way past the contents', () => {
    for (const [path, text] of html()) {
      expect([path, text.match(/<h1[ >]/g)?.length]).toEqual([path, 1]);
      expect(text).toContain('<main id="main"');
      expect(text).toContain('<a class="skip" href="#main">');
    }
  });

  test('marks the line of a cause that inserts', () => {
    expect(files.get('causes/unbounded-cache.html')).toMatch(/line-found.*?visitors\.set/);
  });
});
