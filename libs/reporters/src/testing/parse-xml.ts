/** One element of a document, with the text that stands in it directly. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const token = /<\?xml[^?]*\?>|<\/([\w.-]+)\s*>|<([\w.-]+)((?:\s+[\w.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;

/** The elements of a well-formed document. Throws where it is none: that is what it is for. */
export function parseXml(xml: string): XmlElement[] {
  const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(xml);
  if (illegal) throw new Error(`U+${illegal[0].charCodeAt(0).toString(16)} cannot stand in XML`);
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  token.lastIndex = 0;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const [match, closed, opened, attributes = '', isEmpty, text] = token.exec(xml) ?? [];
    if (match === undefined) throw new Error(`no XML at ${at}: ${xml.slice(at, at + 40)}`);
    if (closed !== undefined && open.pop()?.name !== closed) throw new Error(`</${closed}> closes nothing`);
    if (opened !== undefined) {
      const element: XmlElement = { name: opened, attributes: attributesIn(attributes), children: [], text: '' };
      open.at(-1)!.children.push(element);
      if (isEmpty !== '/') open.push(element);
    }
    if (text !== undefined) open.at(-1)!.text += decoded(text);
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)!.name}> is never closed`);
  return root.children;
}

function attributesIn(text: string): Record<string, string> {
  const found = [...text.matchAll(/([\w.-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, decoded(value!)] as const);
  const names = found.map(([name]) => name);
  if (new Set(names).size < names.length) throw new Error(`an attribute stands twice: ${text}`);
  return Object.fromEntries(found);
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));?/g, (match, code: string | undefined, name: string | undefined) => {
    if (code !== undefined && match.endsWith(';')) return String.fromCodePoint(Number(code));
    if (name !== undefined && match.endsWith(';') && entities[name] !== undefined) return entities[name];
    throw new Error(`${match} is no entity`);
  });
}
