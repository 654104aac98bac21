import { commandReference } from 'watertight/command-reference';
import { Repository } from '../repository.ts';
import { buildSite, type Site } from '../site.ts';
import { coverageFaults } from './coverage-faults.ts';

// A busy machine takes its time.
jest.setTimeout(60_000);

const commands = commandReference();
let site: Site;
beforeAll(() => {
  site = buildSite(new Repository(), new Map());
});
const messages = (pages: Site['pages']) => [...coverageFaults(pages, commands)].map(({ message }) => message);

test('every cause, lesson and command has a page that is listed', () => {
  expect(messages(site.pages)).toEqual([]);
});

test('a cause without a page is a fault', () => {
  expect(messages(site.pages.filter(({ path }) => path !== 'causes/unclosed-file.html'))).toEqual([
    'the cause unclosed-file has no page',
  ]);
});

test('a command that no list names is a fault', () => {
  const pages = site.pages.map((page) =>
    page.path === 'commands/index.html' ? { ...page, article: page.article.replace('"audit.html"', '"x"') } : page,
  );
  expect(messages(pages)).toEqual(['watertight audit is not listed']);
});

test('a page without a title is a fault', () => {
  const pages = site.pages.map((page) => (page.path === 'concepts/sink.html' ? { ...page, title: '' } : page));
  expect(messages(pages)).toEqual(['a page has no title; begin it with a heading']);
});
