import { linkFaults } from './link-faults.ts';

const messages = (files: Record<string, string>) =>
  [...linkFaults(new Map(Object.entries(files)))].map(({ file, message }) => `${file}: ${message}`);

test('a link to a page, a file or a heading that is there is no fault', () => {
  const page = '<a href="b.html#top">b</a><a href="#own">own</a><h2 id="own"></h2><script src="../docs.js"></script>';
  expect(messages({ 'x/a.html': page, 'x/b.html': '<h1 id="top"></h1>', 'docs.js': '' })).toEqual([]);
});

test('where an address of the web leads to is not asked', () => {
  expect(messages({ 'a.html': '<a href="https://example.org/nothing">x</a>' })).toEqual([]);
});

test('a link to a page that is not there is a fault', () => {
  expect(messages({ 'x/a.html': '<a href="../y/b.html">b</a>' })).toEqual([
    "x/a.html: the link '../y/b.html' leads nowhere; there is no y/b.html",
  ]);
});

test('a link to a heading that is not there is a fault, also on its own page', () => {
  const files = { 'a.html': '<a href="b.html#gone"></a><a href="#here"></a>', 'b.html': '<h2 id="other"></h2>' };
  expect(messages(files)).toEqual([
    "a.html: the link 'b.html#gone' leads to no heading; b.html has no id 'gone'",
    "a.html: the link '#here' leads to no heading; a.html has no id 'here'",
  ]);
});

test('a script that is not there is a fault', () => {
  expect(messages({ 'a.html': '<script src="search.js"></script>' })).toHaveLength(1);
});

test('two headings of one id are a fault: a link could mean either', () => {
  expect(messages({ 'a.html': '<h2 id="x"></h2><h2 id="x"></h2>' })).toEqual([
    "a.html: the id 'x' is there twice; rename a heading",
  ]);
});
