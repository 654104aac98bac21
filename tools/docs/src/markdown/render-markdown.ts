import { Marked } from 'marked';
import type { Heading } from '../page.ts';
import { renderCode } from './code.ts';
import { escapeHtml, textOf } from './escape.ts';
import type { HeadingIds } from './heading-ids.ts';

export interface RenderOptions {
  readonly ids: HeadingIds;
  /** Where a link of the Markdown leads to in the site. */
  readonly resolve: (href: string) => string;
  /** Where what stands between backticks is told more of, if anywhere: a cause, a command. */
  readonly pageOfCode: (code: string) => string | undefined;
}

export interface Rendered {
  readonly html: string;
  readonly headings: readonly Heading[];
}

/** Markdown as HTML: headings with anchors, coloured code, links that hold in the site. Comments are left out. */
export function renderMarkdown(text: string, { ids, resolve, pageOfCode }: RenderOptions): Rendered {
  const headings: Heading[] = [];
  // Within a link or a heading no other link may stand.
  let linkDepth = 0;
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth }) {
        linkDepth += 1;
        const inner = this.parser.parseInline(tokens);
        linkDepth -= 1;
        const id = ids.idOf(textOf(inner));
        headings.push({ id, text: textOf(inner), level: depth });
        const anchor =
          depth === 1 ? '' : ` <a class="anchor" href="#${id}" aria-label="link to ${escapeHtml(textOf(inner))}">#</a>`;
        return `<h${depth} id="${id}">${inner}${anchor}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        linkDepth += 1;
        const inner = this.parser.parseInline(tokens);
        linkDepth -= 1;
        return `<a href="${escapeHtml(resolve(href))}">${inner}</a>`;
      },
      codespan({ text: code }) {
        const page = linkDepth === 0 ? pageOfCode(code) : undefined;
        const shown = `<code>${escapeHtml(code)}</code>`;
        return page === undefined ? shown : `<a href="${escapeHtml(page)}">${shown}</a>`;
      },
      code: ({ text: code, lang = '' }) => renderCode(code, lang),
      html: ({ text: raw }) => raw.replaceAll(/<!--.*?-->/gs, ''),
    },
  });
  const html = marked
    .parse(text, { async: false })
    .replaceAll('<table>', '<div class="table" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>');
  return { html, headings };
}
