/** Where a variable or field is declared in a source text: its line, counted from 1; null where it is not. */
export function declarationLine(text: string, name: string, kind: 'variable' | 'field'): number | null {
  const lines = withoutComments(text).split('\n');
  const id = name.replace(/[$]/g, '\\$&');
  const listed = new RegExp(`\\b(?:let|var|const)\\b[^;]*,\\s*${id}\\s*[=,;:]`);
  const variable = new RegExp(
    `\\b(?:const|let|var)\\b[^=;]*?(?<![\\w$#.])${id}(?![\\w$])|\\bfunction\\s+${id}\\b|\\bclass\\s+${id}\\b`,
  );
  const field = new RegExp(
    `^\\s*(?:(?:public|private|protected|readonly|static|declare|override|accessor)\\s+)*${id}\\s*[?!]?\\s*[:=](?!=)|\\bthis\\.${id}\\s*(?:\\?\\?|\\|\\|)?=(?!=)|\\.${id}\\s*=(?!=)`,
  );
  const patterns = kind === 'variable' ? [variable, listed, field] : [field, variable, listed];
  for (const pattern of patterns) {
    const found = lines.findIndex((line) => pattern.test(line));
    if (found >= 0) return found + 1;
  }
  return null;
}

// What begins anew holds nothing yet.
const nothingYet =
  /\s*(?:\[\s*\]|\{\s*\}|new (?:Map|Set|Array)\s*(?:<[^(]*>)?\(\s*\)|Object\.create\(null\)|null|undefined|void 0|''|""|``|0)\s*(?:[;,)}]|$)/
    .source;

/**
 * Lines that assign to a variable or field after its declaration, such as `list = [...list, item]` or `text += part`, and do
 * not empty it.
 */
export function assignmentLines(text: string, name: string): { line: number; column: number }[] {
  const id = name.replace(/[$]/g, '\\$&');
  const assignment = new RegExp(
    `(?<!\\b(?:const|let|var)\\s)(?<![\\w$#])(?:this\\.)?${id}\\s*(?:\\+|\\?\\?|\\|\\|)?=(?![=>])(?!${nothingYet})`,
  );
  const declared = /^\s*(?:export\s+)?(?:const|let|var|(?:private|public|protected|readonly|static|declare)\b)/;
  return withoutComments(text)
    .split('\n')
    .flatMap((line, index) => {
      const found = declared.test(line) ? null : assignment.exec(line);
      return found ? [{ line: index + 1, column: found.index + 1 }] : [];
    });
}

// Comments become blanks, so that lines and columns stay.
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`\\])\/\/[^\n]*/g, (comment) => comment.replace(/[^\n]/g, ' '));
}
