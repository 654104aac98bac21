import { escapeHtml } from '../markdown/escape.ts';
import { relativeTo, type Page } from '../page.ts';
import { contentsNav } from './contents.ts';

/** A page as it is written: plain HTML that needs no script, and no address but its own. */
export function layout(page: Page, pages: readonly Page[]): string {
  const to = (path: string) => relativeTo(page.path, path);
  const title = page.path === 'index.html' ? 'Watertight documentation' : `${page.title} · Watertight`;
  return `<!doctype html>
<html lang="en" data-root="${relativeTo(page.path, 'x').slice(0, -1)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${escapeHtml(page.description)}">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${to('icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${to('style.css')}">
<script src="${to('docs.js')}"></script>
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header class="top">
<a class="menu" href="${to('contents.html')}"><span aria-hidden="true">☰</span> <span class="menu-label">Contents</span></a>
<a class="brand" href="${to('index.html')}"><img class="logo" src="${to('icon.svg')}" alt=""> Watertight <span class="brand-light">Docs</span></a>
<search class="search" hidden><label><span class="visually-hidden">Search the documentation</span><input type="search" placeholder="Search" autocomplete="off" spellcheck="false"></label><kbd aria-hidden="true">/</kbd><div class="results" hidden></div></search>
<span class="top-right"><label class="theme" hidden><span class="visually-hidden">Theme</span><select></select></label></span>
</header>
<div class="shell docs-shell">
${contentsNav(pages, page)}
<main id="main" class="text" tabindex="-1">
<article class="prose">${page.article}</article>
${neighbours(page, pages)}
</main>
${onThisPage(page)}
</div>
</body>
</html>
`;
}

function onThisPage({ headings }: Page): string {
  const sections = headings.filter(({ level }) => level === 2);
  if (sections.length < 2) return '';
  const items = sections.map(({ id, text }) => `<li><a href="#${id}">${escapeHtml(text)}</a></li>`);
  return `<nav class="on-this-page" aria-labelledby="on-this-page"><h2 id="on-this-page">On this page</h2><ul>${items.join('')}</ul></nav>`;
}

function neighbours(page: Page, pages: readonly Page[]): string {
  if (page.group === null) return '';
  const inGroup = pages.filter(({ group }) => group === page.group);
  const at = inGroup.findIndex(({ path }) => path === page.path);
  const link = (other: Page | undefined, way: string) =>
    other
      ? `<a class="neighbour neighbour-${way}" href="${relativeTo(page.path, other.path)}"><span class="quiet">${way === 'next' ? 'Next' : 'Before'}</span> ${escapeHtml(other.shortTitle ?? other.title)}</a>`
      : '';
  const links = link(inGroup[at - 1], 'before') + link(inGroup[at + 1], 'next');
  return links === '' ? '' : `<nav class="neighbours" aria-label="Pages before and after">${links}</nav>`;
}
