export interface Token {
  readonly kind: 'plain' | 'keyword' | 'text' | 'comment' | 'number' | 'type';
  readonly text: string;
}

const pattern =
  /(\/\/.*|\/\*\*?.*?\*\/)|('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`)|\b(import|from|export|const|let|class|interface|readonly|private|return|if|else|new|async|await|function|extends|type|for|of|in|try|finally|catch|throw|this|null|undefined|true|false|void|static)\b|\b([A-Z]\w*)\b|\b(\d[\d_.]*)\b/g;
const kinds = ['comment', 'text', 'keyword', 'type', 'number'] as const;

/** One line of TypeScript in coloured parts; the samples need no more than a pattern. */
export function highlight(line: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of line.matchAll(pattern)) {
    if (match.index > end) tokens.push({ kind: 'plain', text: line.slice(end, match.index) });
    const kind = kinds[match.slice(1).findIndex((group) => group !== undefined)]!;
    tokens.push({ kind, text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < line.length) tokens.push({ kind: 'plain', text: line.slice(end) });
  return tokens;
}
