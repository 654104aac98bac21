import { ts } from 'ts-morph';
import type { Analysis } from './analysis.ts';
import { precedingStatements } from './guards.ts';
import type { Place } from './places.ts';
import {
  calleeName,
  functionOf,
  isAccess,
  isAssignment,
  leaves,
  receiverOf,
  some,
  unwrap,
  type FunctionNode,
} from './syntax.ts';

/**
 * Whether a guard on something long-lived lets a node run once, or once for each thing made: `if (!started) { started = true; … }`,
 * `client ??= connect()`, `if (watched.has(id)) return; watched.add(id);`. Callers may hold the guard.
 */
export function runsOnce(node: ts.Node, analysis: Analysis, callees: readonly ts.Node[] = []): boolean {
  const conditions = conditionsAround(node);
  if (conditions.some((condition) => isSpentBy(condition, node, analysis))) return true;
  const fn = conditions.map((condition) => ownerOfFlag(condition, analysis)).find(Boolean) ?? functionOf(node);
  // Servers are started one in the callback of the other.
  if (!fn || callees.length > mostCallers || callees.includes(fn)) return false;
  const again = analysis.calls.callSitesOf(fn).filter((site) => analysis.calls.repeatsAt(site));
  return again.length > 0 && again.every((site) => runsOnce(site, analysis, [...callees, fn]));
}

const mostCallers = 10;

/** The conditions that decide whether a node is reached, those of functions around it included. */
function conditionsAround(node: ts.Node): ts.Expression[] {
  const found: ts.Expression[] = [];
  for (let current = node; !ts.isSourceFile(current); current = current.parent) {
    const { parent } = current;
    if (ts.isIfStatement(parent) && current !== parent.expression) found.push(parent.expression);
    if (ts.isConditionalExpression(parent) && current !== parent.condition) found.push(parent.condition);
    if (ts.isBinaryExpression(parent) && current === parent.right && choices.has(parent.operatorToken.kind))
      found.push(parent.left);
    if (!ts.isStatement(current)) continue;
    for (const before of precedingStatements(current))
      if (ts.isIfStatement(before) && leaves(before.thenStatement)) found.push(before.expression);
  }
  return found;
}

const choices = new Set<ts.SyntaxKind>([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
]);

/** The condition asks something that the run itself changes for all later ones, or counts what is there already. */
function isSpentBy(condition: ts.Expression, node: ts.Node, analysis: Analysis): boolean {
  return some(condition, (part) => {
    if (
      ts.isCallExpression(part) &&
      /^(?:listenerCount|listeners|rawListeners|eventNames)$/.test(calleeName(part) ?? '')
    )
      return true;
    const place = changedPlace(part, node, analysis);
    return place !== undefined && analysis.lifetimes.of(place, part) !== 'request';
  });
}

/** `let started = false; server.on('error', () => { if (!started) { started = true; … } })`: once for each run of the function around. */
function ownerOfFlag(condition: ts.Expression, analysis: Analysis): FunctionNode | undefined {
  let owner: FunctionNode | undefined;
  some(condition, (part) => {
    const declaration = changedPlace(part, condition, analysis)?.declaration;
    const around = declaration && ts.isVariableDeclaration(declaration) ? functionOf(declaration) : undefined;
    if (around && around !== functionOf(condition)) owner = around;
    return owner !== undefined;
  });
  return owner;
}

/** What a part of a condition names, where the run that the condition decides about changes it. */
function changedPlace(part: ts.Node, node: ts.Node, { places }: Analysis): Place | undefined {
  if (!ts.isIdentifier(part) && !isAccess(part)) return undefined;
  const root = functionOf(part) ?? node.getSourceFile();
  const place = places.placeOf(part);
  const changes = (expression: ts.Expression) => places.placeOf(expression)?.key === place?.key;
  return place && some(root, (each) => isChange(each, changes)) ? place : undefined;
}

function isChange(node: ts.Node, changes: (expression: ts.Expression) => boolean): boolean {
  if (isAssignment(node)) return changes(unwrap(node.left)) || changesElement(node.left, changes);
  if (!ts.isCallExpression(node) || !/^(?:add|set|push|delete|clear)$/.test(calleeName(node) ?? '')) return false;
  const receiver = receiverOf(node);
  return receiver !== undefined && changes(receiver);
}

function changesElement(left: ts.Expression, changes: (expression: ts.Expression) => boolean): boolean {
  const inner = unwrap(left);
  return ts.isElementAccessExpression(inner) && changes(inner.expression);
}
