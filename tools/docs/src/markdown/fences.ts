/** A block of code in Markdown. */
export interface Fence {
  readonly language: string;
  readonly code: string;
  /** Where its code begins, counted from 1. */
  readonly line: number;
  /** What a comment `<!-- given … -->` right above it declares, so that an excerpt compiles. */
  readonly given: string;
}

const opening = /^ *(```+)(\w*)/;
const comment = /<!-- given\n(.*?)-->\s*$/s;

/**
 * The blocks of code of a page.
 *
 * @example
 * [...fencesIn('```ts\nlet a = 1;\n```\n')][0]?.code; // 'let a = 1;\n'
 */
export function* fencesIn(text: string): Iterable<Fence> {
  const lines = text.split('\n');
  let textStart = 0;
  for (let at = 0; at < lines.length; at += 1) {
    const [, ticks, language] = opening.exec(lines[at]!) ?? [];
    if (ticks === undefined) continue;
    const end = lines.findIndex((line, index) => index > at && line.trim() === ticks);
    const last = end < 0 ? lines.length : end;
    const [, given = ''] = comment.exec(lines.slice(textStart, at).join('\n')) ?? [];
    yield { language: language!, code: `${lines.slice(at + 1, last).join('\n')}\n`, line: at + 2, given };
    at = last;
    textStart = last + 1;
  }
}
