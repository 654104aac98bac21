import { ts } from 'ts-morph';
import { insertAt, type TextEdit } from './text-edit.ts';

/**
 * Removes a statement or member with its line, its documentation comment, and the blank line that would otherwise
 * open its block or stand double. Other comments stay.
 */
export function removeLines(node: ts.Node): TextEdit {
  const file = node.getSourceFile();
  const { text } = file;
  const first = documentationStart(node) ?? node.getStart();
  const lineStart = text.lastIndexOf('\n', first - 1) + 1;
  const lineEnd = text.indexOf('\n', node.end);
  const isAlone =
    text.slice(lineStart, first).trim() === '' &&
    text.slice(node.end, lineEnd < 0 ? text.length : lineEnd).trim() === '';
  if (!isAlone) return { file, start: node.getStart(), end: node.end, text: '' };
  let end = lineEnd < 0 ? text.length : lineEnd + 1;
  const before = text.slice(0, lineStart).trimEnd();
  const blank = /^[ \t]*\r?\n/.exec(text.slice(end))?.[0];
  const followsBlank = /\n[ \t]*\r?\n$/.test(text.slice(0, lineStart)) || lineStart === 0;
  if (blank !== undefined && (before.endsWith('{') || followsBlank)) end += blank.length;
  return { file, start: lineStart, end, text: '' };
}

/** Where the first `/**` comment before a node begins. */
function documentationStart(node: ts.Node): number | undefined {
  const { text } = node.getSourceFile();
  return ts.getLeadingCommentRanges(text, node.pos)?.find(({ pos }) => /^\/\*\*[^*/]/.test(text.slice(pos, pos + 4)))
    ?.pos;
}

/** The start of the line that a position lies on. */
export function lineStartAt(file: ts.SourceFile, position: number): number {
  return file.text.lastIndexOf('\n', position - 1) + 1;
}

/** Inserts behind a statement, and behind the comment that follows on its line. */
export function insertAfter(statement: ts.Statement, text: string): TextEdit {
  const file = statement.getSourceFile();
  const rest = /^[ \t]*(?:\/\/[^\r\n]*)?(?=\r?\n|$)/.exec(file.text.slice(statement.end));
  return insertAt(file, statement.end + (rest?.[0].length ?? 0), text);
}

/** Positions that begin a line inside a template literal: indenting them would change a string. */
export function linesInsideTemplates(root: ts.Node): ReadonlySet<number> {
  const file = root.getSourceFile();
  const inside = new Set<number>();
  const visit = (node: ts.Node): void => {
    const isTemplate =
      ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node);
    if (isTemplate || ts.isStringLiteral(node) || ts.isJsxText(node)) {
      for (
        let at = file.text.indexOf('\n', node.getStart());
        at >= 0 && at < node.end;
        at = file.text.indexOf('\n', at + 1)
      )
        inside.add(at + 1);
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return inside;
}
