import { ts } from 'ts-morph';
import type { Analysis } from '../analysis/analysis.ts';
import { precedingStatements } from '../analysis/guards.ts';
import { importedCallee } from '../analysis/imports-of.ts';
import { declaredName } from '../analysis/program-index.ts';
import {
  accessName,
  calleeName,
  compactText,
  functionOf,
  isAccess,
  isFunctionNode,
  isWithin,
  outermost,
  receiverOf,
  some,
  statementOf,
  statementsAround,
  unwrap,
  walk,
  type FunctionNode,
} from '../analysis/syntax.ts';
import type { Acquisition } from './acquisitions.ts';
import type { ResourceKind } from './resource-table.ts';

/** What becomes of something that was taken. */
export type Fate =
  /** Given back on every path, or handed to someone who gives it back. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'never-closed' }
  /** Some path leaves without giving it back. */
  | { readonly kind: 'sometimes-closed'; readonly closings: readonly ts.CallExpression[]; readonly leak: ts.Node };

/** Follows the variable that holds what was taken to the places that give it back; some uses may be left out. */
export function fateOf(
  acquisition: Acquisition,
  analysis: Analysis,
  leftOut: (use: ts.Node) => boolean = () => false,
): Fate {
  const { holder, call } = acquisition;
  if (!holder) return { kind: 'never-closed' };
  if (goesWithItsSource(call, call)) return { kind: 'closed' };
  const closings: ts.CallExpression[] = [];
  for (const reference of analysis.index.referencesTo(holder)) {
    if (leftOut(reference)) continue;
    const use = useOf(reference, acquisition.kind, analysis, 0);
    if (use === 'escapes') return { kind: 'closed' };
    if (use !== 'reads') closings.push(use);
  }
  for (const reference of acquisition.done ? analysis.index.referencesTo(acquisition.done) : []) {
    const { parent } = reference;
    if (!ts.isCallExpression(parent) || parent.expression !== reference) return { kind: 'closed' };
    closings.push(parent);
  }
  closings.sort((a, b) => a.pos - b.pos);
  if (closings.length === 0) return { kind: 'never-closed' };
  if (closings.some((closing) => isInFinally(closing, call))) return { kind: 'closed' };
  const leak =
    leavingBefore(closings, acquisition) ?? conditional(closings, call) ?? skippedByError(closings, acquisition);
  if (!leak || goesWithItsSource(call, leak)) return { kind: 'closed' };
  return { kind: 'sometimes-closed', closings, leak };
}

/** `const runner = source.createQueryRunner(); try { … } finally { await source.destroy(); }`: the source releases what it gave. */
function goesWithItsSource(call: ts.Node, place: ts.Node): boolean {
  if (!ts.isCallExpression(call) || !/^(?:createQueryRunner|startSession)$/.test(calleeName(call) ?? '')) return false;
  const source = receiverOf(call)?.getText();
  const closesSource = (node: ts.Node) =>
    ts.isCallExpression(node) &&
    /^(?:destroy|close)$/.test(calleeName(node) ?? '') &&
    receiverOf(node)?.getText() === source;
  for (let node = place; !isFunctionNode(node) && !ts.isSourceFile(node); node = node.parent) {
    const { parent } = node;
    const isCovered = ts.isTryStatement(parent) && node !== parent.finallyBlock && parent.finallyBlock !== undefined;
    if (isCovered && some(parent.finallyBlock, closesSource)) return true;
  }
  return false;
}

type Use = ts.CallExpression | 'reads' | 'escapes';

/** What one use does: the call that gives it back, a mere read or write, or something that takes it over. */
function useOf(reference: ts.Node, kind: ResourceKind, analysis: Analysis, depth: number): Use {
  const outer = outermost(reference);
  const { parent } = outer;
  if (isAccess(parent) && parent.expression === outer) return useOfMember(parent, kind);
  if (ts.isBinaryExpression(parent))
    return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.right === outer ? 'escapes' : 'reads';
  if (
    ts.isIfStatement(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isTemplateSpan(parent)
  )
    return 'reads';
  if (kind.isLent && isOption(parent)) return 'reads';
  if (!ts.isCallExpression(parent) || parent.expression === outer)
    return ts.isForOfStatement(parent) ? 'escapes' : ts.isExpressionStatement(parent) ? 'reads' : 'escapes';
  if (isReleasing(parent, kind)) return parent;
  const imported = importedCallee(analysis.index, parent);
  if (imported?.module === 'fs' || imported?.module === 'fs-extra' || imported?.module === 'graceful-fs')
    return /Stream$/.test(imported.name) ? 'escapes' : 'reads';
  return useByParameter(parent, outer, kind, analysis, depth);
}

/** `{ transaction }`, `{ session: session }` in the arguments of a call. */
function isOption(parent: ts.Node): boolean {
  if (!ts.isPropertyAssignment(parent) && !ts.isShorthandPropertyAssignment(parent)) return false;
  let options: ts.Node = parent.parent;
  while (ts.isPropertyAssignment(options.parent) || ts.isObjectLiteralExpression(options.parent))
    options = options.parent;
  const { parent: call } = outermost(options);
  return ts.isCallExpression(call) && call.expression !== options;
}

/** `closeSync(descriptor)`, `pool.release(client)`. */
function isReleasing(call: ts.CallExpression, { releaseWith, name }: ResourceKind): boolean {
  if (releaseWith === undefined || !isName(calleeName(call), releaseWith)) return false;
  return name === 'descriptor' || isAccess(call.expression);
}

function isName(name: string | undefined, pattern: string): boolean {
  return name !== undefined && new RegExp(`^(?:${pattern})$`).test(name);
}

function useOfMember(access: ts.PropertyAccessExpression | ts.ElementAccessExpression, kind: ResourceKind): Use {
  const name = accessName(access);
  const holder = outermost(access).parent;
  const isCalled = ts.isCallExpression(holder) && holder.expression === outermost(access);
  const isRelease = isName(name, kind.release);
  if (isCalled && isRelease) return holder;
  // handle.close.bind(handle), handle[Symbol.asyncDispose]: someone else gives it back.
  const isHandedOver = kind.handsOver !== undefined && isName(name, kind.handsOver);
  return name === undefined || isRelease || isHandedOver ? 'escapes' : 'reads';
}

/** A function of ours that takes it: what it does with its parameter counts. */
function useByParameter(
  call: ts.CallExpression,
  argument: ts.Node,
  kind: ResourceKind,
  analysis: Analysis,
  depth: number,
): Use {
  const fn = analysis.index.functionOf(call.expression);
  const parameter = fn?.parameters[call.arguments.indexOf(argument as ts.Expression)];
  if (!parameter || depth > 3)
    return (kind.isLent && isBorrowing(call, analysis)) || isHarmless(call) ? 'reads' : 'escapes';
  let use: Use = 'reads';
  for (const reference of analysis.index.referencesTo(parameter)) {
    const inner = useOf(reference, kind, analysis, depth + 1);
    if (inner === 'escapes') return 'escapes';
    if (inner !== 'reads') use = call;
  }
  return use;
}

/** `Tea.find().session(session)`, and not `resolve(session)` or `done(null, session)`, which hand it on. */
function isBorrowing(call: ts.CallExpression, { index }: Analysis): boolean {
  const callee = unwrap(call.expression);
  const declaration = ts.isIdentifier(callee) ? index.declarationOf(callee) : undefined;
  if (declaration && (ts.isParameter(declaration) || ts.isBindingElement(declaration))) return false;
  return !/^(?:resolve|done|cb|callback|next|push|set|add|emit|all|commit|rollback)$/.test(calleeName(call) ?? '');
}

function isHarmless(call: ts.CallExpression): boolean {
  return (
    /^(?:console|logger|log)\b/.test(call.expression.getText()) || /^(?:String|Number)$/.test(calleeName(call) ?? '')
  );
}

/** In the `finally` of a `try` that holds the acquisition, or that follows it with nothing risky between. */
function isInFinally(closing: ts.Node, acquiring: ts.Node): boolean {
  for (let node: ts.Node = closing; !ts.isSourceFile(node); node = node.parent) {
    const { parent } = node;
    if (ts.isTryStatement(parent) && parent.finallyBlock === node) {
      if (isWithin(acquiring, parent.tryBlock)) return true;
      const before = precedingStatements(parent);
      const opening = before.findIndex((statement) => isWithin(acquiring, statement));
      if (opening >= 0) return !before.slice(opening + 1).some(mayLeave);
      return isWithin(acquiring, parent) ? false : true;
    }
    // promise.finally(() => handle.close())
    if (isFunctionNode(node) && ts.isCallExpression(parent) && calleeName(parent) === 'finally') return true;
  }
  return false;
}

function isLeaving(node: ts.Node): boolean {
  return ts.isReturnStatement(node) || ts.isThrowStatement(node);
}

function mayLeave(statement: ts.Node): boolean {
  if (isFunctionNode(statement)) return false;
  return isLeaving(statement) || (ts.forEachChild(statement, mayLeave) ?? false);
}

/** A `return` or `throw` between the acquisition and the closing that skips the closing. */
function leavingBefore(
  closings: readonly ts.CallExpression[],
  { call, error, holder, kind }: Acquisition,
): ts.Node | undefined {
  const start = holder && ts.isParameter(holder) ? holder.parent : functionOf(call);
  const root = start && isFunctionNode(start) ? start.body : call.getSourceFile();
  if (!root) return undefined;
  // A callback stands within the call that opens.
  const opened = holder && ts.isParameter(holder) ? holder.end : call.end;
  const opener = start && isFunctionNode(start) ? start : undefined;
  const closed = Math.min(...closings.map((closing) => endBeside(closing, call)));
  let leak: ts.Node | undefined;
  walk(root, (node) => {
    if (leak) return false;
    if (isFunctionNode(node)) return closings.some((closing) => isWithin(closing, node));
    if (!isLeaving(node) || node.end < opened || node.pos >= closed) return true;
    if (isBeforeOpening(node, call, opener, error) || isCovered(node, closings)) return true;
    if (kind.name === 'cursor' && holder && (isOnFailureOf(holder, node) || isNextTurn(node))) return true;
    leak = node;
    return false;
  });
  return leak;
}

/** Where a closing stands plainly in the block of the acquisition, nothing is open any more behind it. */
function endBeside(closing: ts.CallExpression, call: ts.Node): number {
  const opening = statementOf(call);
  const after = opening ? statementsAround(opening) : [];
  const statement = after.find((each) => each.pos >= call.end && isPlainly(closing, each));
  return statement?.end ?? Infinity;
}

/** The path on which opening itself failed: nothing is open there. */
function isBeforeOpening(
  leaving: ts.Node,
  call: ts.Node,
  opener: FunctionNode | undefined,
  error: string | undefined,
): boolean {
  for (let node = leaving; !ts.isSourceFile(node) && node !== opener; node = node.parent) {
    const { parent } = node;
    if (
      error !== undefined &&
      functionOf(leaving) === opener &&
      ts.isIfStatement(parent) &&
      node === parent.thenStatement
    ) {
      if (new RegExp(`\\b${error}\\b`).test(parent.expression.getText())) return true;
    }
    // try { descriptor = openSync(path) } catch { return }
    if (
      ts.isCatchClause(node) &&
      ts.isTryStatement(parent) &&
      isWithin(call, parent.tryBlock) &&
      parent.tryBlock.statements.length === 1
    )
      return true;
    if (
      ts.isIfStatement(parent) &&
      node === parent.thenStatement &&
      isWithin(call, parent.elseStatement ?? call.getSourceFile().endOfFileToken)
    )
      return true;
  }
  return false;
}

/** `cursor.next((error, row) => { if (error) return callback(error); … })`: a cursor that failed is closed by its driver. */
function isOnFailureOf(holder: ts.Node, leaving: ts.Node): boolean {
  const name = (holder as { name?: ts.Node }).name?.getText();
  const fn = functionOf(leaving);
  const error = fn?.parameters[0]?.name.getText();
  const { parent: call } = fn ? outermost(fn) : leaving;
  if (error === undefined || !ts.isCallExpression(call) || receiverOf(call)?.getText() !== name) return false;
  const test = ancestor(leaving, (node): node is ts.IfStatement => ts.isIfStatement(node) && functionOf(node) === fn);
  return test !== undefined && isWithin(leaving, test.thenStatement) && compactText(test.expression) === error;
}

/** `const step = () => cursor.next(() => { …; return step(); })`, and `return setImmediate(step)`. */
function isNextTurn(leaving: ts.Node): boolean {
  const value = ts.isReturnStatement(leaving) ? leaving.expression : undefined;
  for (let fn = functionOf(leaving); value && fn; fn = functionOf(fn)) {
    const name = declaredName(fn);
    if (name !== undefined && some(value, (node) => ts.isIdentifier(node) && node.text === name)) return true;
  }
  return false;
}

function isCovered(leaving: ts.Node, closings: readonly ts.CallExpression[]): boolean {
  if (closings.some((closing) => isWithin(closing, leaving))) return true;
  for (let node = leaving; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isStatement(node)) {
      const before = precedingStatements(node);
      if (before.some((statement) => closings.some((closing) => isPlainly(closing, statement)))) return true;
    }
    const { parent } = node;
    if (ts.isTryStatement(parent)) {
      if (
        parent.finallyBlock &&
        closings.some((closing) => parent.finallyBlock && isWithin(closing, parent.finallyBlock))
      )
        return true;
      const caught = parent.catchClause;
      const isThrown = ts.isThrowStatement(leaving) && node === parent.tryBlock;
      if (isThrown && caught && closings.some((closing) => isWithin(closing, caught))) return true;
    }
    if (isFunctionNode(node) && !closings.some((closing) => isWithin(closing, node))) return true;
    if (isFunctionNode(node)) return false;
  }
  return false;
}

/** The statement itself closes, whatever happens: not behind an `if` of its own. */
function isPlainly(closing: ts.Node, statement: ts.Statement): boolean {
  if (!isWithin(closing, statement)) return false;
  // res.on('close', () => watcher.close()): from here on it will be closed.
  if (functionOf(closing) !== functionOf(statement)) return true;
  if (ts.isTryStatement(statement)) {
    return (
      isWithin(closing, statement.tryBlock) &&
      functionOf(closing) === functionOf(statement) &&
      statement.catchClause === undefined
    );
  }
  if (ts.isIfStatement(statement) && statementOf(closing) === statement.thenStatement)
    return testsHeld(statement.expression, heldBy(closing));
  return statementOf(closing) === statement;
}

/** Closings that all stand behind a condition or in a `catch`: the other path leaves the file open. */
function conditional(closings: readonly ts.CallExpression[], acquiring: ts.Node): ts.Node | undefined {
  const behind = closings.map((closing) => conditionAround(closing, acquiring));
  const [first] = behind;
  if (!first || behind.includes(undefined) || endsOnlyByLeaving(first) || endsWithRows(first)) return undefined;
  const ifs = behind.filter((node): node is ts.IfStatement => node !== undefined && ts.isIfStatement(node));
  const isExhaustive = ifs.some((node) => {
    const otherwise = node.elseStatement;
    const within = (branch: ts.Node) => closings.some((closing) => isWithin(closing, branch));
    return otherwise !== undefined && within(node.thenStatement) && within(otherwise);
  });
  return isExhaustive || isTryAndCatch(closings) ? undefined : first;
}

/** In `while (true)` nothing goes on behind the condition: the loop ends where something leaves it. */
function endsOnlyByLeaving(node: ts.Node): boolean {
  const isEndless = (loop: ts.Node): loop is ts.IterationStatement =>
    (ts.isWhileStatement(loop) && loop.expression.kind === ts.SyntaxKind.TrueKeyword) ||
    (ts.isForStatement(loop) && loop.condition === undefined);
  return ancestor(node, isEndless) !== undefined;
}

/** `cursor.next((error, row) => { if (!row) return cursor.close(); …; next(); })`: it goes on until no row is left. */
function endsWithRows(condition: ts.Node): boolean {
  const fn = ts.isIfStatement(condition) ? functionOf(condition) : undefined;
  const row = fn?.parameters[1]?.name.getText();
  const { parent: call } = fn ? outermost(fn) : condition;
  return (
    row !== undefined &&
    ts.isIfStatement(condition) &&
    ts.isCallExpression(call) &&
    calleeName(call) === 'next' &&
    compactText(condition.expression) === `!${row}`
  );
}

/** `try { …; close } catch { close }`. */
function isTryAndCatch(closings: readonly ts.CallExpression[]): boolean {
  return closings.some((closing) => {
    for (let node: ts.Node = closing; !ts.isSourceFile(node); node = node.parent) {
      const { parent } = node;
      if (ts.isTryStatement(parent) && node === parent.tryBlock) return true;
    }
    return false;
  });
}

/** An error between the acquisition and the closing that some `catch` ends, or nobody. */
function skippedByError(
  closings: readonly ts.CallExpression[],
  { call, kind, holder }: Acquisition,
): ts.Node | undefined {
  const fn = functionOf(call);
  const isCaught = closings.some((closing) => ancestor(closing, ts.isCatchClause) !== undefined);
  if (isCaught || closings.some((closing) => functionOf(closing) !== fn)) return undefined;
  const last = closings.at(-1);
  if (!last) return undefined;
  const attempt = ancestor(last, ts.isTryStatement);
  const isFirst = attempt && statementOf(last) === attempt.tryBlock.statements[0];
  const isOpenedBefore = attempt === undefined || !isWithin(call, attempt.tryBlock);
  const isRisky = fn === undefined || isOpenedBefore || riskBetween(fn, call, last, holder);
  if (attempt?.catchClause && isWithin(last, attempt.tryBlock) && !isFirst && isRisky) return attempt.catchClause;
  // A query fails sooner or later; that a file cannot be read is not worth a word.
  return kind.isUsedRiskily && fn ? awaitedBetween(fn, call, last) : undefined;
}

/** Something between that may fail: what is awaited, or a call of anything but the taken thing itself. */
function riskBetween(
  fn: FunctionNode,
  call: ts.Node,
  closing: ts.CallExpression,
  holder: ts.Node | undefined,
): boolean {
  const name = (holder as { name?: ts.Node } | undefined)?.name?.getText();
  return some(fn, (node) => {
    if (node.pos <= call.end || node.end >= closing.pos) return false;
    if (ts.isAwaitExpression(node)) return true;
    return ts.isCallExpression(node) && !(isAccess(node.expression) && node.expression.expression.getText() === name);
  });
}

function awaitedBetween(fn: FunctionNode, call: ts.Node, closing: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined;
  walk(fn, (node) => {
    if (isFunctionNode(node)) return false;
    if (ts.isAwaitExpression(node) && node.pos > call.end && node.end < closing.pos) found ??= node;
    return true;
  });
  return found;
}

/** The nearest node around that holds, within the same function. */
function ancestor<Kind extends ts.Node>(node: ts.Node, holds: (node: ts.Node) => node is Kind): Kind | undefined {
  for (let current = node.parent; !isFunctionNode(current) && !ts.isSourceFile(current); current = current.parent)
    if (holds(current)) return current;
  return undefined;
}

function conditionAround(closing: ts.CallExpression, acquiring: ts.Node): ts.Node | undefined {
  const held = heldBy(closing);
  for (let node: ts.Node = closing; !ts.isSourceFile(node); node = node.parent) {
    const { parent } = node;
    if (isFunctionNode(node) || isWithin(acquiring, parent)) return undefined;
    if (ts.isIfStatement(parent) && node !== parent.expression) {
      // if (descriptor !== undefined) closeSync(descriptor)
      if (!testsHeld(parent.expression, held)) return parent;
    }
    if (ts.isCatchClause(parent)) return parent;
  }
  return undefined;
}

/** The text of what a closing closes. */
function heldBy(closing: ts.Node): string {
  if (!ts.isCallExpression(closing)) return '';
  const [argument] = closing.arguments;
  if (argument) return argument.getText();
  return isAccess(closing.expression) ? closing.expression.expression.getText() : '';
}

function testsHeld(condition: ts.Expression, held: string): boolean {
  return held !== '' && unwrap(condition).getText().includes(held);
}
