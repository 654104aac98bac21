import { ts } from 'ts-morph';
import type { Analysis } from './analysis.ts';
import { precedingStatements } from './guards.ts';
import type { Insertion } from './insertions.ts';
import { initializerOf } from './program-index.ts';
import { accessAround } from './call-graph.ts';
import { functionOf, isAccess, isAssignment, isFunctionNode, leaves, outermost, unwrap } from './syntax.ts';

/** `this.line = ''; … this.line += part`: each run of the function begins anew. */
export function isResetBefore({ node }: Insertion, names: (expression: ts.Expression) => boolean): boolean {
  const resets = (statement: ts.Statement): boolean => {
    const assignment = ts.isExpressionStatement(statement) ? statement.expression : undefined;
    if (!assignment || !isAssignment(assignment) || assignment.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
      return false;
    return names(assignment.left) && isMade(unwrap(assignment.right));
  };
  for (let current = node; !isFunctionNode(current) && !ts.isSourceFile(current); current = current.parent)
    if (ts.isStatement(current) && precedingStatements(current).some(resets)) return true;
  return false;
}

function isMade(value: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(value)) return !value.elements.some(ts.isSpreadElement);
  if (ts.isObjectLiteralExpression(value)) return !value.properties.some(ts.isSpreadAssignment);
  return ts.isNewExpression(value) || ts.isStringLiteralLike(value);
}

/** In the `else` of `if (this.isReady)`, where start-up says once and for all that it is. */
export function isBeforeReady(node: ts.Node, analysis: Analysis): boolean {
  for (let current = node; !isFunctionNode(current) && !ts.isSourceFile(current); current = current.parent) {
    const { parent } = current;
    if (ts.isIfStatement(parent) && current !== parent.expression) {
      const flag = current === parent.thenStatement ? negated(parent.expression) : parent.expression;
      if (flag && isRaisedAtStart(flag, analysis)) return true;
    }
    if (ts.isStatement(current) && precedingStatements(current).some((each) => leavesWhenReady(each, analysis)))
      return true;
  }
  return false;
}

function leavesWhenReady(statement: ts.Statement, analysis: Analysis): boolean {
  return (
    ts.isIfStatement(statement) && leaves(statement.thenStatement) && isRaisedAtStart(statement.expression, analysis)
  );
}

function negated(condition: ts.Expression): ts.Expression | undefined {
  const inner = unwrap(condition);
  const isNot = ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.ExclamationToken;
  return isNot ? inner.operand : undefined;
}

/** A flag that begins as `false` and that start-up code, and no other, sets to `true`. */
function isRaisedAtStart(condition: ts.Expression, { index, calls }: Analysis): boolean {
  const flag = unwrap(condition);
  if (!ts.isIdentifier(flag) && !isAccess(flag)) return false;
  const declaration = index.declarationOf(flag);
  const start = declaration && initializerOf(declaration);
  if (!declaration || (start && start.kind !== ts.SyntaxKind.FalseKeyword)) return false;
  const assignments = index.referencesTo(declaration).flatMap((reference) => {
    const named = outermost(accessAround(reference));
    return isAssignment(named.parent) && named.parent.left === named ? [named.parent] : [];
  });
  return (
    assignments.length > 0 &&
    assignments.every((each) => {
      const fn = functionOf(each);
      const isAtStart = !fn || ts.isConstructorDeclaration(fn) || calls.activationOf(fn) === 'startup';
      return isAtStart && each.right.kind === ts.SyntaxKind.TrueKeyword;
    })
  );
}
