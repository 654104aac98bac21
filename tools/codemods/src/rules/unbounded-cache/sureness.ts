import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { precedingStatements } from '../../analysis/guards.ts';
import type { Growth } from '../../analysis/growth.ts';
import { isAccess, leaves, some, unwrap } from '../../analysis/syntax.ts';
import { comesFromRequest } from '../../flow-of.ts';
import type { Detection } from '../../rule.ts';
import { comesFromListener, confidenceOf, isNearHandler } from '../growth-detection.ts';

/** Certain is a key that a handler makes anew, or that comes from a request by a short way and that nothing has to know first. */
export function surenessOf(growth: Growth, analysis: Analysis): Detection['confidence'] {
  const { insertion } = growth;
  if (isLentByFew(growth, analysis)) return 'low';
  if (!insertion.key) return confidenceOf(growth);
  if (growth.origin === 'unique' && isNearHandler(insertion.node, analysis)) return confidenceOf(growth);
  // Of ten that no short way leads to from a request, one was a leak.
  if (!comesFromRequest(insertion.key, analysis) && !comesFromListener(insertion.key, analysis))
    return growth.bound.kind === 'none' ? 'low' : 'medium';
  if (confidenceOf(growth) === 'medium') return 'medium';
  return isFoundBefore(insertion.node, insertion.key, analysis) ? 'medium' : 'high';
}

/** `merge(target, source)`, which some call with something lasting and others with what they have just made. */
function isLentByFew({ place }: Growth, analysis: Analysis): boolean {
  const { declaration } = place;
  return ts.isParameter(declaration) && takesPassing(declaration, analysis, new Set());
}

function takesPassing(
  parameter: ts.ParameterDeclaration,
  analysis: Analysis,
  asked: Set<ts.ParameterDeclaration>,
): boolean {
  if (asked.has(parameter)) return false;
  asked.add(parameter);
  return analysis.calls.argumentsFor(parameter).some(({ value }) => {
    const owner = ownerIn(value);
    const declaration = ts.isIdentifier(owner) ? analysis.index.declarationOf(owner) : undefined;
    if (declaration && ts.isParameter(declaration)) return takesPassing(declaration, analysis, asked);
    return analysis.lifetimes.ofValue(value, value) !== 'process';
  });
}

/** `target` of `target[key]`. */
function ownerIn(value: ts.Expression): ts.Expression {
  const inner = unwrap(value);
  return isAccess(inner) ? ownerIn(inner.expression) : inner;
}

/** `const file = await find(key); if (!file) return; …`: there are as many keys as there are things to find. */
function isFoundBefore(insertion: ts.Node, key: ts.Expression, analysis: Analysis): boolean {
  const names = namesIn(key);
  const isFound = (condition: ts.Expression, outcome: boolean): boolean => {
    const inner = unwrap(condition);
    if (ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.ExclamationToken)
      return isFound(inner.operand, !outcome);
    if (ts.isBinaryExpression(inner) && logical.has(inner.operatorToken.kind))
      return isFound(inner.left, outcome) || isFound(inner.right, outcome);
    return outcome && some(inner, (node) => ts.isIdentifier(node) && isLookedUp(node, names, analysis));
  };
  // A test outside of a callback holds in it as well.
  for (let node = insertion; !ts.isSourceFile(node); node = node.parent) {
    const { parent } = node;
    if (ts.isIfStatement(parent) && node !== parent.expression)
      if (isFound(parent.expression, node === parent.thenStatement)) return true;
    if (!ts.isStatement(node)) continue;
    for (const before of precedingStatements(node))
      if (ts.isIfStatement(before) && leaves(before.thenStatement) && isFound(before.expression, false)) return true;
  }
  return false;
}

const logical = new Set<ts.SyntaxKind>([ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken]);

/** A variable that holds what a function of the program found for the key; what the container itself holds is none. */
function isLookedUp(name: ts.Identifier, keyNames: ReadonlySet<string>, { index }: Analysis): boolean {
  const declaration = index.declarationOf(name);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return false;
  const value = unwrap(declaration.initializer);
  const call = ts.isAwaitExpression(value) ? unwrap(value.expression) : value;
  if (!ts.isCallExpression(call) || keyNames.has(name.text)) return false;
  return call.arguments.some((argument) => some(argument, (node) => ts.isIdentifier(node) && keyNames.has(node.text)));
}

function namesIn(key: ts.Expression): ReadonlySet<string> {
  const names = new Set<string>();
  some(key, (node) => {
    if (ts.isIdentifier(node)) names.add(node.text);
    return false;
  });
  return names;
}
