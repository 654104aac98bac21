import MiniSearch, { type SearchResult } from 'minisearch';
import { searchFields, searchOptions, type Section } from '../search-options.ts';

declare global {
  var watertightSearchIndex: string;
}

const shown = 12;
const root = document.documentElement.dataset['root'] ?? '';
const index = MiniSearch.loadJSON<Section>(globalThis.watertightSearchIndex, {
  ...searchOptions,
  fields: [...searchFields],
});
const box = document.querySelector<HTMLElement>('.search')!;
const input = box.querySelector('input')!;
const results = box.querySelector<HTMLElement>('.results')!;
const status = document.createElement('p');
status.className = 'quiet results-status';
status.setAttribute('role', 'status');
const list = document.createElement('ul');
results.append(status, list);

input.addEventListener('input', search);
input.addEventListener('focus', search);
box.addEventListener('keydown', walk);
document.addEventListener('click', (event) => {
  if (!box.contains(event.target as Node)) close();
});
search();

function search(): void {
  const words = input.value.trim();
  results.hidden = words === '';
  if (words === '') return;
  const found = index.search(words, {
    prefix: true,
    fuzzy: (word) => (word.length > 4 ? 0.2 : false),
    boost: { title: 4, heading: 2 },
    // A page before its sections.
    boostDocument: (_id, _word, stored) => (stored?.['heading'] === '' ? 2 : 1),
    combineWith: 'AND',
  });
  status.textContent =
    found.length === 0
      ? `Nothing has “${words}”.`
      : `${found.length} ${found.length === 1 ? 'section' : 'sections'}${found.length > shown ? `, the best ${shown}` : ''}`;
  list.replaceChildren(...found.slice(0, shown).map(item));
}

function item(result: SearchResult): HTMLElement {
  const { path, title, heading, excerpt } = result as unknown as Section;
  const link = document.createElement('a');
  link.href = root + path;
  link.append(part('span', 'result-title', heading === '' ? title : `${title} › ${heading}`));
  link.append(part('span', 'quiet result-text', excerpt));
  link.addEventListener('click', () => close());
  const row = document.createElement('li');
  row.append(link);
  return row;
}

function part(tag: string, className: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/** Arrows go through the results, Enter opens the first, Escape closes. */
function walk(event: KeyboardEvent): void {
  const links = [...list.querySelectorAll('a')];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  if (event.key === 'Escape') {
    close();
    input.focus();
    results.hidden = true;
  } else if (event.key === 'Enter' && at < 0 && !results.hidden) {
    links[0]?.click();
  } else if (event.key === 'ArrowDown') {
    links[Math.min(at + 1, links.length - 1)]?.focus();
  } else if (event.key === 'ArrowUp') {
    if (at <= 0) input.focus();
    else links[at - 1]!.focus();
  } else return;
  event.preventDefault();
}

function close(): void {
  results.hidden = true;
}
