/** An element as it was opened. */
export interface ParsedElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface ParsedHtml {
  readonly elements: readonly ParsedElement[];
  /** What a reader sees, entities decoded. */
  readonly text: string;
}

const withoutEnd = new Set(['meta', 'br']);
const tagOrText =
  /<!doctype html>|<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z0-9-]+="[^"<>]*")*)\s*(\/?)>|([^<>]+)|([\s\S])/gy;
const attribute = /([a-zA-Z0-9-]+)="([^"]*)"/g;

/**
 * Reads the strict subset of HTML that our pages are written in.
 *
 * @throws where a tag is left open or closed twice, an attribute stands unquoted or twice, or a bracket or an ampersand stands raw
 */
export function parseHtml(html: string): ParsedHtml {
  const elements: ParsedElement[] = [];
  const open: string[] = [];
  let text = '';
  // Elements whose content is no markup; of a script there is none without ours.
  const source = html.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '<$1></$1>');
  for (const match of source.matchAll(tagOrText)) {
    const [all, closes, name, attributes = '', closed, content, stray] = match;
    if (stray !== undefined) throw new Error(`a raw ${stray} in ${around(source, match.index)}`);
    if (content !== undefined) text += decoded(content);
    if (name === undefined) continue;
    if (closes) {
      const last = open.pop();
      if (last !== name) throw new Error(`${all} closes ${last ?? 'nothing'} in ${around(source, match.index)}`);
      continue;
    }
    elements.push({ name, attributes: attributesIn(attributes) });
    if (!closed && !withoutEnd.has(name)) open.push(name);
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(', ')}`);
  return { elements, text };
}

function attributesIn(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(attribute)) {
    if (Object.hasOwn(attributes, name!)) throw new Error(`${name} stands twice in ${text}`);
    attributes[name!] = decoded(value!);
  }
  return attributes;
}

function decoded(text: string): string {
  return text.replace(/&(?:(amp|lt|gt|quot|#39);)?/g, (_, name: keyof typeof entities | undefined) => {
    if (name === undefined) throw new Error(`a raw & in ${text}`);
    return entities[name];
  });
}

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" } as const;

function around(source: string, index: number): string {
  return source.slice(Math.max(0, index - 40), index + 40);
}
