import { ts } from 'ts-morph';
import { precedingStatements } from './guards.ts';
import type { ProgramIndex } from './program-index.ts';
import { accessName, calleeName, isFunctionNode, leaves, unwrap } from './syntax.ts';

/** Whether the environment must name a test, a profile or a developer's machine before a node is reached. */
export function isTestOnly(index: ProgramIndex, node: ts.Node): boolean {
  for (let current = node; !ts.isSourceFile(current); current = current.parent) {
    const { parent } = current;
    if (ts.isIfStatement(parent) && current !== parent.expression) {
      if (saysTest(index, parent.expression, current === parent.thenStatement)) return true;
    } else if (ts.isConditionalExpression(parent) && current !== parent.condition) {
      if (saysTest(index, parent.condition, current === parent.whenTrue)) return true;
    } else if (ts.isBinaryExpression(parent) && current === parent.right) {
      const { kind } = parent.operatorToken;
      if (kind === ts.SyntaxKind.AmpersandAmpersandToken && saysTest(index, parent.left, true)) return true;
    }
    if (ts.isStatement(current) && precedingStatements(current).some((statement) => leavesOthers(index, statement)))
      return true;
    if (isFunctionNode(current) && ts.isSourceFile(parent)) return false;
  }
  return false;
}

/** `if (process.env.NODE_ENV === 'production') return;` */
function leavesOthers(index: ProgramIndex, statement: ts.Statement): boolean {
  return ts.isIfStatement(statement) && leaves(statement.thenStatement) && saysTest(index, statement.expression, false);
}

/** Whether a condition with this outcome only holds in a test or while developing. */
function saysTest(index: ProgramIndex, condition: ts.Expression, outcome: boolean, depth = 0): boolean {
  const inner = unwrap(condition);
  if (ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.ExclamationToken)
    return saysTest(index, inner.operand, !outcome, depth);
  if (ts.isBinaryExpression(inner)) {
    const { kind } = inner.operatorToken;
    const sides = () => [inner.left, inner.right].map((side) => saysTest(index, side, outcome, depth));
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken)
      return outcome ? sides().includes(true) : sides().every(Boolean);
    if (kind === ts.SyntaxKind.BarBarToken) return outcome ? sides().every(Boolean) : sides().includes(true);
    return comparesMode(inner, outcome);
  }
  if (outcome && isDevelopmentName(ts.isCallExpression(inner) ? calleeName(inner) : nameOf(inner))) return true;
  if (ts.isIdentifier(inner) && depth < 3) {
    const declaration = index.declarationOf(inner);
    return (
      declaration !== undefined &&
      ts.isVariableDeclaration(declaration) &&
      declaration.initializer !== undefined &&
      saysTest(index, declaration.initializer, outcome, depth + 1)
    );
  }
  return (
    outcome && /\bprocess\.env\b.*\b(?:CI|JEST_WORKER_ID|VITEST|\w*(?:TEST|DEBUG|PROFIL)\w*)\b/.test(inner.getText())
  );
}

function nameOf(expression: ts.Expression): string | undefined {
  return ts.isIdentifier(expression) ? expression.text : accessName(expression);
}

/** `isDevelopmentMode()`, `config.isDev`, `inDevelopment`. */
function isDevelopmentName(name: string | undefined): boolean {
  return name !== undefined && /^_*(?:(?:is|in)_?dev(?:elopment)?|development)_?(?:mode|env|environment)?$/i.test(name);
}

function comparesMode({ left, operatorToken, right }: ts.BinaryExpression, outcome: boolean): boolean {
  const mode = unwrap(right);
  if (!/\bprocess\.env\.(?:NODE_ENV|APP_ENV)\b/.test(left.getText()) || !ts.isStringLiteralLike(mode)) return false;
  const { kind } = operatorToken;
  const isEqual = kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.EqualsEqualsToken;
  const isTest = /^(?:test|dev|development|local)$/.test(mode.text);
  return isTest ? isEqual === outcome : /^prod/.test(mode.text) && isEqual !== outcome;
}
