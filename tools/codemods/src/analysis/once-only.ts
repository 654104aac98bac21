import { ts } from 'ts-morph';
import type { Analysis } from './analysis.ts';
import { precedingStatements } from './guards.ts';
import { calleeName, functionOf, isAccess, isAssignment, leaves, receiverOf, some, unwrap } from './syntax.ts';

/**
 * Whether a guard on something long-lived lets a node run once, or once for each thing made: `if (!started) { started = true; … }`,
 * `client ??= connect()`, `if (watched.has(id)) return; watched.add(id);`. Callers may hold the guard.
 */
export function runsOnce(node: ts.Node, analysis: Analysis, depth = 0): boolean {
  if (conditionsAround(node).some((condition) => isSpentBy(condition, node, analysis))) return true;
  const fn = functionOf(node);
  if (!fn || depth > 3) return false;
  const again = analysis.calls.callSitesOf(fn).filter((site) => analysis.calls.repeatsAt(site));
  return again.length > 0 && again.every((site) => runsOnce(site, analysis, depth + 1));
}

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
  const root = functionOf(condition) ?? node.getSourceFile();
  return some(condition, (part) => {
    if (
      ts.isCallExpression(part) &&
      /^(?:listenerCount|listeners|rawListeners|eventNames)$/.test(calleeName(part) ?? '')
    )
      return true;
    if (!ts.isIdentifier(part) && !isAccess(part)) return false;
    const place = analysis.places.placeOf(part);
    if (!place || analysis.lifetimes.of(place, part) === 'request') return false;
    const changes = (expression: ts.Expression) => analysis.places.placeOf(expression)?.key === place.key;
    return some(root, (each) => isChange(each, changes));
  });
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
