import { LineCounter, parseDocument, isScalar, isMap, type Node } from 'yaml';

/** A document, and the line of each key in it. */
export interface ReadYaml<Value> {
  readonly value: Value;
  /** The line of the last of the keys that lead to it; 1 where there is no such key. */
  readonly lineOf: (keys: readonly string[]) => number;
}

/** Throws an error that says where, for a document that is no map or cannot be read. */
export function readYaml<Value>(text: string): ReadYaml<Value> {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, keepSourceTokens: false });
  const [error] = document.errors;
  if (error) throw new Error(error.message.split('\n')[0]);
  if (!isMap(document.contents)) throw new Error('it holds no map');
  const lines = new Map<Node | null, ReadonlyMap<string, { readonly line: number; readonly node: Node | null }>>();
  const keysOf = (node: Node | null) => {
    const known = lines.get(node);
    if (known) return known;
    const found = new Map<string, { readonly line: number; readonly node: Node | null }>();
    for (const { key, value } of isMap(node) ? node.items : []) {
      if (!isScalar(key)) continue;
      found.set(String(key.value), { line: counter.linePos(key.range?.[0] ?? 0).line, node: value as Node | null });
    }
    lines.set(node, found);
    return found;
  };
  return {
    value: document.toJS() as Value,
    lineOf: (keys) => {
      let node: Node | null = document.contents;
      let line = 1;
      for (const key of keys) {
        const found = keysOf(node).get(key);
        if (!found) return 1;
        ({ line, node } = found);
      }
      return line;
    },
  };
}
