import { ts } from 'ts-morph';
import type { Exchange } from '../analysis/exchange-in-reach.ts';
import { functionOf, some, type FunctionNode } from '../analysis/syntax.ts';
import { indentAt, styleOf } from '../edits/file-style.ts';

/** Lines that do something once the exchange is over, to stand behind a statement; at once where it is over already. */
export function whenOver(statement: ts.Statement, { text, event, overText }: Exchange, action: string): string {
  const { newLine, quote, semicolon } = styleOf(statement.getSourceFile());
  const start = newLine + indentAt(statement);
  const later = `${text}.once(${quote}${event}${quote}, () => ${action})${semicolon}`;
  if (overText === undefined) return start + later;
  return `${start}if (${overText}) ${action}${semicolon}${start}else ${later}`;
}

/** The first of some names that nothing in the functions around a node goes by. */
export function freeName(node: ts.Node, names: readonly string[]): string | undefined {
  let around: FunctionNode | undefined;
  for (let fn = functionOf(node); fn; fn = functionOf(fn)) around = fn;
  const root = around ?? node.getSourceFile();
  return names.find((name) => !some(root, (each) => ts.isIdentifier(each) && each.text === name));
}
