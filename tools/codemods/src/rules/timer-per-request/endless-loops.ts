import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { endOf, exchangeInReach, repetitionOf } from '../../analysis/exchange-in-reach.ts';
import { importedNameOf } from '../../analysis/imports-of.ts';
import { runsOnce } from '../../analysis/once-only.ts';
import { functionOf, isFunctionNode, some, unwrap, walk } from '../../analysis/syntax.ts';
import { indentAt, styleOf } from '../../edits/file-style.ts';
import { insertAt } from '../../edits/text-edit.ts';
import type { Detection, Fix } from '../../rule.ts';

/** Text that any endless loop contains. */
export const loopText = /\bfor\s+await\b|\bwhile\s*\(\s*(?:true|1)\s*\)|\bfor\s*\(\s*;\s*;/;

/** `for await (const _ of setInterval(ms))` and `while (true)`, per request and with nothing that ends them. */
export function endlessLoopsIn(file: ts.SourceFile, analysis: Analysis): Detection[] {
  const found: Detection[] = [];
  walk(file, (node) => {
    if (!isTicking(node, analysis) && !isForEver(node)) return;
    const per = repetitionOf(node, analysis);
    if (!per || per === 'job' || mayEnd(node) || runsOnce(node, analysis)) return;
    const ending = endOf(per);
    found.push({
      node,
      message: `the loop goes on for ever, once per ${per}; leave it when ${ending}`,
      confidence: 'medium',
      subject: 'loop',
      fix: breakFix(node, analysis),
    });
  });
  return found;
}

/** `for await (const _ of setInterval(1000))` of `timers/promises`. */
function isTicking(node: ts.Node, { index }: Analysis): node is ts.ForOfStatement {
  if (!ts.isForOfStatement(node) || !node.awaitModifier) return false;
  const source = unwrap(node.expression);
  if (!ts.isCallExpression(source) || /\bsignal\b/.test(source.getText())) return false;
  const imported = importedNameOf(index, source.expression);
  return imported?.module === 'timers/promises' && imported.name === 'setInterval';
}

/** `while (true)` and `for (;;)` that wait in each turn: others would stop the server at once. */
function isForEver(node: ts.Node): node is ts.WhileStatement | ts.ForStatement {
  const isEndless =
    (ts.isWhileStatement(node) && /^(?:true|1)$/.test(unwrap(node.expression).getText())) ||
    (ts.isForStatement(node) && !node.condition && !node.initializer && !node.incrementor);
  return isEndless && hasOwn(node.statement, ts.isAwaitExpression);
}

/** Something leaves the loop, if only by an error: `break`, `return`, `throw`, a signal. */
function mayEnd(loop: ts.IterationStatement): boolean {
  if (hasOwn(loop.statement, (node) => isLeaving(node, loop))) return true;
  // What asks whether it should go on ends by throwing.
  const asks = (node: ts.Node) => ts.isIdentifier(node) && /^(?:signal|throwIfAborted|aborted)$/.test(node.text);
  return some(loop.statement, asks);
}

function isLeaving(node: ts.Node, loop: ts.IterationStatement): boolean {
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) return true;
  if (!ts.isBreakStatement(node)) return false;
  for (let current: ts.Node = node.parent; current !== loop; current = current.parent)
    if (ts.isIterationStatement(current, false) || ts.isSwitchStatement(current)) return node.label !== undefined;
  return true;
}

/** Whether something below holds that belongs to the same function. */
function hasOwn(root: ts.Node, holds: (node: ts.Node) => boolean): boolean {
  let found = holds(root);
  walk(root, (node) => {
    if (found || isFunctionNode(node)) return false;
    found = holds(node);
    return !found;
  });
  return found;
}

function breakFix(loop: ts.IterationStatement, analysis: Analysis): Fix {
  const exchange = exchangeInReach(loop.statement, analysis);
  const { statement } = loop;
  const [first] = ts.isBlock(statement) ? statement.statements : [];
  if (!exchange || exchange.event !== 'close' || !first || functionOf(loop) !== exchange.parameter.parent.parent)
    return { kind: 'manual', advice: 'leave the loop when the response closes' };
  const file = loop.getSourceFile();
  const { newLine, semicolon } = styleOf(file);
  const test = `if (${exchange.text}.destroyed) break${semicolon}`;
  return {
    kind: 'suggested',
    rewrite: () => ({ edits: [insertAt(file, first.getStart(), test + newLine + indentAt(first))] }),
  };
}
