import MiniSearch from 'minisearch';
import { textOf } from './markdown/escape.ts';
import type { Page } from './page.ts';
import { searchFields, searchOptions, type Section } from './search-options.ts';

const excerptLength = 160;

/** The index of all sections of all pages, as text; the page reads it back with the same options. */
export function searchIndex(pages: readonly Page[]): string {
  const index = new MiniSearch<Section & { readonly text: string }>({
    ...searchOptions,
    fields: [...searchFields],
  });
  const sections = pages.filter(({ group, path }) => group !== null || path === 'index.html').flatMap(sectionsOf);
  index.addAll(sections.map((section, id) => ({ id, ...section })));
  return JSON.stringify(index);
}

/** A page falls into what stands before its first heading of the second level, and a section for each of these. */
export function sectionsOf({ path, title, article }: Page): (Omit<Section, 'id'> & { readonly text: string })[] {
  return article.split(/(?=<h2 id=)/).map((part) => {
    const [, id, heading = ''] = /^<h2 id="([^"]*)">(.*?)<\/h2>/s.exec(part) ?? [];
    const body = textOf(part.replace(/<h[12] id=.*?<\/h[12]>/s, '').replaceAll(/<a class="anchor".*?<\/a>/g, ''));
    return {
      path: id === undefined ? path : `${path}#${id}`,
      title,
      heading: textOf(heading.replace(/<a class="anchor".*?<\/a>/, '')),
      text: body,
      excerpt: body.length > excerptLength ? `${body.slice(0, body.lastIndexOf(' ', excerptLength))} …` : body,
    };
  });
}
