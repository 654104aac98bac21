import { ts } from 'ts-morph';

/** How a file is written; what is inserted follows it. */
export interface FileStyle {
  readonly newLine: '\n' | '\r\n';
  readonly indent: string;
  readonly quote: "'" | '"';
  readonly semicolon: ';' | '';
}

const known = new WeakMap<ts.SourceFile, FileStyle>();

/** Reads a file's habits from its own text. */
export function styleOf(file: ts.SourceFile): FileStyle {
  let style = known.get(file);
  if (!style) known.set(file, (style = readStyle(file)));
  return style;
}

function readStyle(file: ts.SourceFile): FileStyle {
  const { text } = file;
  return {
    newLine: text.includes('\r\n') ? '\r\n' : '\n',
    indent: indentUnit(text),
    quote: quoteOf(file),
    semicolon: usesSemicolons(file) ? ';' : '',
  };
}

/** The smallest step by which the file's lines are indented; comments with their leading star do not count. */
function indentUnit(text: string): string {
  const widths = new Map<number, number>();
  let previous = 0;
  for (const [, tabs = '', spaces = '', first] of text.matchAll(/^(\t*)( *)([^\s])/gm)) {
    if (tabs !== '') return '\t';
    if (first === '*') continue;
    const step = spaces.length - previous;
    previous = spaces.length;
    if (step >= 2 && step <= 8) widths.set(step, (widths.get(step) ?? 0) + 1);
  }
  const [unit] = [...widths].sort((a, b) => b[1] - a[1])[0] ?? [2];
  return ' '.repeat(unit);
}

function quoteOf(file: ts.SourceFile): "'" | '"' {
  const single = file.text.match(/(?:from|require\(|import)\s*'/g)?.length ?? 0;
  const double = file.text.match(/(?:from|require\(|import)\s*"/g)?.length ?? 0;
  if (single !== double) return single > double ? "'" : '"';
  return (file.text.match(/"/g)?.length ?? 0) > (file.text.match(/'/g)?.length ?? 0) ? '"' : "'";
}

function usesSemicolons(file: ts.SourceFile): boolean {
  let closed = 0;
  let open = 0;
  const visit = (node: ts.Node): void => {
    if (
      ts.isExpressionStatement(node) ||
      ts.isVariableStatement(node) ||
      ts.isImportDeclaration(node) ||
      ts.isReturnStatement(node)
    ) {
      if (file.text[node.end - 1] === ';') closed++;
      else open++;
    }
    if (closed + open < 200) ts.forEachChild(node, visit);
  };
  visit(file);
  return closed >= open;
}

/** The white space before the first token of the line that a node starts on. */
export function indentAt(node: ts.Node): string {
  const { text } = node.getSourceFile();
  const start = node.getStart();
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, start))?.[0] ?? '';
}
