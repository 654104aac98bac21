import { printable } from '../text/printable.ts';

/** HTML that needs no more escaping. Only `markup` makes it, so that text from a target never passes for it. */
export class Markup {
  readonly html: string;

  private constructor(html: string) {
    this.html = html;
  }

  static of(strings: TemplateStringsArray, parts: readonly Part[]): Markup {
    return new Markup(strings.map((literal, index) => literal + htmlOf(parts[index])).join(''));
  }
}

/** What may stand in a template: HTML as it is, anything else as text; what is absent leaves nothing. */
export type Part = Markup | string | number | false | null | undefined | readonly Part[];

/**
 * HTML in which every interpolated string is text, between tags as within a quoted attribute.
 *
 * @example
 * markup`<p title="${name}">${name}</p>`;
 */
export function markup(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return Markup.of(strings, parts);
}

function htmlOf(part: Part): string {
  if (part instanceof Markup) return part.html;
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return Array.isArray(part) ? part.map(htmlOf).join('') : '';
}

function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => entities[character as keyof typeof entities]);
}

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' } as const;
