import { escapeHtml } from '../markdown/escape.ts';
import { groups, relativeTo, type Group, type Page } from '../page.ts';

/** The contents as they stand beside every page: the part that is read is open. */
export function contentsNav(pages: readonly Page[], current: Page): string {
  const parts = (Object.keys(groups) as Group[]).map((group) => {
    const inGroup = pages.filter((page) => page.group === group);
    const isOpen = current.group === group || (current.group === null && group === 'guides');
    return `<details${isOpen ? ' open' : ''}><summary>${groups[group]}</summary><ul class="contents">${inGroup.map((page) => item(page, current)).join('')}</ul></details>`;
  });
  return `<nav class="sidebar" id="contents" aria-label="Contents">${parts.join('')}</nav>`;
}

function item(page: Page, current: Page): string {
  const isCurrent = page.path === current.path ? ' aria-current="page"' : '';
  const isIndex = page.path.endsWith('/index.html');
  const name = isIndex ? `All ${page.title.toLowerCase()}` : (page.shortTitle ?? page.title);
  return `<li><a href="${relativeTo(current.path, page.path)}"${isCurrent}>${escapeHtml(name)}</a></li>`;
}

/** All pages in one list: where the contents beside the text have no place and no script runs. */
export function contentsArticle(pages: readonly Page[], path: string): string {
  const parts = (Object.keys(groups) as Group[]).map((group) => {
    const links = pages
      .filter((page) => page.group === group)
      .map((page) => `<li><a href="${relativeTo(path, page.path)}">${escapeHtml(page.title)}</a></li>`);
    return `<h2 id="${group}">${groups[group]}</h2><ul>${links.join('')}</ul>`;
  });
  return `<h1 id="contents-of-all">Contents</h1>${parts.join('')}`;
}
