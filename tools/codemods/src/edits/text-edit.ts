import type { ts } from 'ts-morph';

/** Replaces a range of a file's text; an empty range inserts. */
export interface TextEdit {
  readonly file: ts.SourceFile;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Replaces a node, its leading comments left alone. */
export function replaceNode(node: ts.Node, text: string): TextEdit {
  return { file: node.getSourceFile(), start: node.getStart(), end: node.end, text };
}

export function insertAt(file: ts.SourceFile, position: number, text: string): TextEdit {
  return { file, start: position, end: position, text };
}

/** Whether two edits touch the same text, so that applying both would garble it. */
export function conflict(a: TextEdit, b: TextEdit): boolean {
  if (a.file !== b.file) return false;
  if (a.start === a.end && b.start === b.end) return false;
  return a.start < b.end && b.start < a.end;
}

/** Applies edits last to first, so that no edit moves the range of another. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits
    .map((edit, order) => ({ edit, order }))
    .sort((a, b) => b.edit.start - a.edit.start || b.edit.end - a.edit.end || b.order - a.order);
  let result = text;
  for (const { edit } of ordered) result = result.slice(0, edit.start) + edit.text + result.slice(edit.end);
  return result;
}
