import { ts } from 'ts-morph';
import type { Analysis } from '../analysis/analysis.ts';
import {
  accessName,
  calleeName,
  functionOf,
  isAccess,
  isAssignment,
  isFunctionNode,
  outermost,
  receiverOf,
  some,
  statementOf,
  statementsAround,
  type CallLike,
} from '../analysis/syntax.ts';
import { indentAt, styleOf } from '../edits/file-style.ts';
import { importedName, isTaken, type ImportNeed } from '../edits/imports.ts';
import { linesInsideTemplates, lineStartAt, removeLines } from '../edits/lines.ts';
import { insertAt, type TextEdit } from '../edits/text-edit.ts';
import type { Fix } from '../rule.ts';
import type { Acquisition } from './acquisitions.ts';
import type { Fate } from './closings.ts';
import type { ResourceKind } from './resource-table.ts';

/** What follows the acquisition moves into `try { … } finally { close }`, where all of it is done when the block ends. */
export function finallyFix(acquisition: Acquisition, fate: Exclude<Fate, { kind: 'closed' }>, analysis: Analysis): Fix {
  const closings = fate.kind === 'sometimes-closed' ? fate.closings : [];
  if (acquisition.kind.finally === undefined) return { kind: 'manual', advice: acquisition.kind.remedy };
  const wrapped = wrappable(acquisition, closings, analysis);
  if (typeof wrapped === 'string') return { kind: 'manual', advice: wrapped };
  return {
    kind: acquisition.kind.cause === 'client-per-request' || closings.some(isPostponed) ? 'suggested' : 'automatic',
    rewrite: () => {
      const { text, imports } = closingCall(acquisition, wrapped.holder, closings);
      const removals = closings.map((closing) => removeLines(statementOf(closing) ?? closing));
      return { edits: [...removals, ...wrap(wrapped, text, removals)], imports };
    },
  };
}

/**
 * Whether something would be seen to happen before the closing that came after it: what is awaited after it, or, where the
 * closing itself is awaited, any call, such as one that answers.
 */
function isPostponed(closing: ts.CallExpression): boolean {
  const statement = statementOf(closing);
  if (!statement) return false;
  const list = statementsAround(statement);
  const later = list.slice(list.indexOf(statement) + 1);
  const isSeen = ts.isAwaitExpression(closing.parent)
    ? (node: ts.Node) => ts.isCallExpression(node) || ts.isAwaitExpression(node)
    : ts.isAwaitExpression;
  return later.some((one) => some(one, isSeen));
}

interface Wrapped {
  readonly holder: ts.VariableDeclaration;
  readonly opening: ts.Statement;
  /** The statements that follow in the same block. */
  readonly rest: readonly ts.Statement[];
}

function wrappable(
  { call, holder, kind }: Acquisition,
  closings: readonly ts.CallExpression[],
  analysis: Analysis,
): Wrapped | string {
  const opening = statementOf(call);
  if (!holder || !ts.isVariableDeclaration(holder) || !opening || !ts.isBlock(opening.parent))
    return 'close it where its last use is done';
  if (!ts.isVariableStatement(opening) || opening.declarationList.declarations.length !== 1)
    return 'declare it in a statement of its own and close it in a finally block';
  const list = statementsAround(opening);
  const rest = list.slice(list.indexOf(opening) + 1);
  const [first] = rest;
  if (!first) return 'it is opened and never used; remove the call or close it';
  if (lineStartAt(opening.getSourceFile(), first.getStart()) <= opening.getStart())
    return 'it shares its line with other statements; close it in a finally block';
  if (rest.some(ts.isFunctionDeclaration)) return 'a function is declared after it; close it in a finally block';
  if (!closings.every((closing) => isRemovable(closing, holder)))
    return 'it is closed in more than one way; close it once, in a finally block';
  const uses = analysis.index.referencesTo(holder);
  if (uses.some((use) => isReassigned(use) || functionOf(use) !== functionOf(opening)))
    return 'it is still in use after the block ends; close it where its last use is done';
  if (!uses.every((use) => isDoneAtOnce(use, kind))) return 'it is used by something that ends later; close it there';
  if (kind.keepsTransaction && rest.some(beginsTransaction) && !rest.some(rollsBackOnFailure))
    return 'its transaction stays open where something fails; roll that back in a catch block, and release it in a finally block';
  return { holder, opening, rest };
}

const begin = /^\s*(?:begin|start\s+transaction)\b/i;

function beginsTransaction(statement: ts.Node): boolean {
  return some(statement, (node) => {
    if (!ts.isCallExpression(node)) return false;
    const [first] = node.arguments;
    const isBegin = first !== undefined && ts.isStringLiteralLike(first) && begin.test(first.text);
    return isBegin || /^(?:begin|start)Transaction$/.test(calleeName(node) ?? '');
  });
}

function rollsBackOnFailure(statement: ts.Node): boolean {
  return some(statement, (node) => ts.isCatchClause(node) && /rollback/i.test(node.block.getText()));
}

/** A closing that stands as a statement of its own, without a callback. */
function isRemovable(closing: ts.CallExpression, holder: ts.VariableDeclaration): boolean {
  const statement = statementOf(closing);
  if (!statement || !ts.isExpressionStatement(statement) || outermost(closing) !== statement.expression) return false;
  return (
    ts.isBlock(statement.parent) &&
    closing.arguments.length <= 1 &&
    closing.arguments.every((argument) => argument.getText() === holder.name.getText())
  );
}

function isReassigned(use: ts.Node): boolean {
  const { parent } = use;
  return isAssignment(parent) && parent.left === use;
}

/** Synchronous for descriptors, awaited for handles: nothing goes on after the block. */
function isDoneAtOnce(use: ts.Node, kind: ResourceKind): boolean {
  if (kind.isLent && isAwaited(use)) return true;
  const outer = outermost(use);
  const { parent } = outer;
  if (isAccess(parent) && parent.expression === outer) {
    const call = parent.parent;
    if (!ts.isCallExpression(call) || call.expression !== parent) return kind.name === 'file handle' || isAwaited(use);
    const name = accessName(parent) ?? '';
    if (ts.isExpressionStatement(call.parent)) return new RegExp(`^(?:${kind.release}|startTransaction)$`).test(name);
    return ts.isAwaitExpression(call.parent) || name.endsWith('Sync');
  }
  if (!ts.isCallExpression(parent))
    return ts.isBinaryExpression(parent) || ts.isIfStatement(parent) || ts.isTemplateSpan(parent);
  return (calleeName(parent) ?? '').endsWith('Sync') || ts.isAwaitExpression(parent.parent);
}

/** Within an expression that is awaited. */
function isAwaited(use: ts.Node): boolean {
  for (let node = use; !ts.isStatement(node) && !isFunctionNode(node); node = node.parent)
    if (ts.isAwaitExpression(node)) return true;
  return false;
}

function closingCall(
  { call, kind }: Acquisition,
  holder: ts.VariableDeclaration,
  closings: readonly ts.CallExpression[],
): { text: string; imports: ImportNeed[] } {
  const name = holder.name.getText();
  if (kind.name === 'descriptor') return closingOfDescriptor(call, name);
  const given = closings.find(({ arguments: passed }) => passed.length > 0)?.expression.getText();
  if (given !== undefined) return { text: `${given}(${name})`, imports: [] };
  if (kind.name === 'directory' && (calleeName(call) ?? '').endsWith('Sync'))
    return { text: `${name}.closeSync()`, imports: [] };
  const [closing] = closings;
  // The way the author closes it, such as `client.end()`.
  const own = closing && (ts.isAwaitExpression(closing.parent) ? `await ${closing.getText()}` : closing.getText());
  return { text: own ?? (kind.finally ?? '').replace('it', name), imports: [] };
}

function closingOfDescriptor(call: CallLike, name: string): { text: string; imports: ImportNeed[] } {
  const base = receiverOf(call);
  if (base) return { text: `${base.getText()}.closeSync(${name})`, imports: [] };
  const file = call.getSourceFile();
  const known = importedName(file, 'node:fs', 'closeSync');
  if (known !== undefined) return { text: `${known}(${name})`, imports: [] };
  const needs = isTaken(file, 'closeSync') ? [] : [{ file, module: 'node:fs', name: 'closeSync' }];
  return { text: `closeSync(${name})`, imports: needs };
}

function wrap({ opening, rest }: Wrapped, closing: string, removals: readonly TextEdit[]): TextEdit[] {
  const file = opening.getSourceFile();
  const { newLine, indent: unit, semicolon } = styleOf(file);
  const indent = indentAt(opening);
  const last = rest.at(-1) ?? opening;
  const [only] = rest;
  if (rest.length === 1 && only && ts.isTryStatement(only) && !only.finallyBlock) {
    const added = ` finally {${newLine}${indent}${unit}${closing}${semicolon}${newLine}${indent}}`;
    return [insertAt(file, only.end, added)];
  }
  const start = file.text.indexOf('\n', opening.end) + 1;
  const end = endOfLineComment(file, last.end);
  const fixed = linesInsideTemplates(opening.parent);
  const edits = [insertAt(file, start, `${indent}try {${newLine}`)];
  for (let at = start; at > 0 && at < end; at = file.text.indexOf('\n', at) + 1) {
    const isBlank = /^[ \t]*\r?\n/.test(file.text.slice(at, at + 400));
    const isRemoved = removals.some((removal) => removal.start <= at && at < removal.end);
    if (!isBlank && !isRemoved && !fixed.has(at)) edits.push(insertAt(file, at, unit));
  }
  const tail = [`${indent}} finally {`, `${indent}${unit}${closing}${semicolon}`, `${indent}}`];
  edits.push(insertAt(file, end, newLine + tail.join(newLine)));
  return edits;
}

/** A comment behind the last statement stays behind it. */
function endOfLineComment(file: ts.SourceFile, position: number): number {
  const comment = ts.getTrailingCommentRanges(file.text, position)?.at(-1);
  return comment ? comment.end : position;
}
