import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { importedNameOf } from '../../analysis/imports-of.ts';
import {
  accessName,
  calleeName,
  foundAtCalls,
  functionOf,
  isAccess,
  some,
  statementOf,
  statementsAround,
  unwrap,
  type FunctionNode,
} from '../../analysis/syntax.ts';
import { indentAt, styleOf } from '../../edits/file-style.ts';
import { insertAt } from '../../edits/text-edit.ts';
import type { Detection } from '../../rule.ts';

/**
 * `pipeline(createReadStream(path), res)` behind an `await`: where the client has gone by then, Node 24 and later keep the
 * file open (nodejs/node#65063).
 */
export function latePipelinesIn(file: ts.SourceFile, analysis: Analysis): Detection[] {
  return foundAtCalls(file, (call) => {
    if (calleeName(call) !== 'pipeline' || !isOfStreams(call, analysis)) return undefined;
    const target = call.arguments.map(unwrap).find((each) => ts.isIdentifier(each) && analysis.isExchange(each));
    const fn = functionOf(call);
    if (!target || !fn || !opensFile(call, analysis) || !isBehindAwait(call, fn)) return undefined;
    if (asksWhetherOpen(call, fn, target.getText())) return undefined;
    return {
      node: call,
      message: `on Node 24 and later the file stays open where ${target.getText()} was closed before this; return if it is destroyed`,
      confidence: 'low',
      subject: 'pipeline',
      fix: guardFix(call, target.getText()),
    };
  });
}

function isOfStreams(call: ts.CallExpression, { index }: Analysis): boolean {
  return /^stream(?:\/promises)?$/.test(importedNameOf(index, call.expression)?.module ?? '');
}

/** In the call itself: what was opened before an `await` is another matter. */
function opensFile(call: ts.CallExpression, { index }: Analysis): boolean {
  const [first] = call.arguments;
  const source = first && unwrap(first);
  return (
    source !== undefined &&
    ts.isCallExpression(source) &&
    importedNameOf(index, source.expression)?.name === 'createReadStream'
  );
}

function isBehindAwait(call: ts.CallExpression, fn: FunctionNode): boolean {
  return some(fn, (node) => ts.isAwaitExpression(node) && node.end < call.pos);
}

/** `res.destroyed`, `res.closed`, `req.aborted` before the call. */
function asksWhetherOpen(call: ts.CallExpression, fn: FunctionNode, response: string): boolean {
  return some(
    fn,
    (node) =>
      isAccess(node) &&
      node.pos < call.pos &&
      /^(?:destroyed|closed|aborted|writableEnded|writable|socket)$/.test(accessName(node) ?? '') &&
      (node.expression.getText() === response || accessName(node) === 'aborted'),
  );
}

function guardFix(call: ts.CallExpression, response: string): Detection['fix'] {
  const statement = statementOf(call);
  if (!statement || statementsAround(statement).length === 0)
    return { kind: 'manual', advice: `return before this if ${response}.destroyed` };
  const { newLine, semicolon } = styleOf(call.getSourceFile());
  const guard = `if (${response}.destroyed) return${semicolon}${newLine}${indentAt(statement)}`;
  return {
    kind: 'suggested',
    rewrite: () => ({ edits: [insertAt(call.getSourceFile(), statement.getStart(), guard)] }),
  };
}
