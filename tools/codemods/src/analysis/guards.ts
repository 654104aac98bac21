import { ts } from 'ts-morph';
import { initializerOf, type ProgramIndex } from './program-index.ts';
import { isModuleLevel } from './places.ts';
import {
  accessName,
  calleeName,
  compactText,
  isAccess,
  isFunctionNode,
  isWithin,
  leaves,
  receiverOf,
  statementsAround,
  unwrap,
} from './syntax.ts';

/** Whether a membership test in something fixed stands before every evaluation: `if (!plans.has(plan)) return`. */
export function isGuarded(index: ProgramIndex, expression: ts.Expression): boolean {
  if (!ts.isIdentifier(expression) && !isAccess(expression)) return false;
  const text = compactText(expression);
  const admits = (condition: ts.Expression, outcome: boolean) => impliesMembership(index, condition, outcome, text);

  for (let node: ts.Node = expression; !isFunctionNode(node) && !ts.isSourceFile(node); node = node.parent) {
    const { parent } = node;
    if (
      ts.isIfStatement(parent) &&
      parent.expression !== node &&
      admits(parent.expression, node === parent.thenStatement)
    )
      return true;
    if (
      ts.isConditionalExpression(parent) &&
      parent.condition !== node &&
      admits(parent.condition, node === parent.whenTrue)
    )
      return true;
    if (ts.isBinaryExpression(parent) && parent.right === node) {
      const { kind } = parent.operatorToken;
      if (kind === ts.SyntaxKind.AmpersandAmpersandToken && admits(parent.left, true)) return true;
      if (kind === ts.SyntaxKind.BarBarToken && admits(parent.left, false)) return true;
    }
    if (
      ts.isCaseClause(parent) &&
      compactText(parent.parent.parent.expression) === text &&
      ts.isLiteralExpression(unwrap(parent.expression))
    )
      return true;
    if (!ts.isStatement(node)) continue;
    const rejects = (statement: ts.Statement) =>
      rejectsOthers(statement, admits) || failsForOthers(index, statement, text);
    if (precedingStatements(node).some(rejects)) return true;
  }
  return false;
}

/** `const adapter = adapters[type]();` throws where a table that is written down has no such member. */
function failsForOthers(index: ProgramIndex, statement: ts.Statement, text: string): boolean {
  const values = ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.map(({ initializer }) => initializer)
    : ts.isExpressionStatement(statement)
      ? [statement.expression]
      : [];
  return values.some((value) => {
    const inner = value && unwrap(value);
    const called = inner && ts.isAwaitExpression(inner) ? unwrap(inner.expression) : inner;
    if (!called || !ts.isCallExpression(called) || called.questionDotToken) return false;
    const callee = unwrap(called.expression);
    return ts.isElementAccessExpression(callee) && !callee.questionDotToken && isLookup(index, callee, text);
  });
}

/** The statements of the same list that ran before this one. */
export function precedingStatements(statement: ts.Statement): readonly ts.Statement[] {
  const list = statementsAround(statement);
  return list.slice(0, Math.max(0, list.indexOf(statement)));
}

function rejectsOthers(
  statement: ts.Statement,
  admits: (condition: ts.Expression, outcome: boolean) => boolean,
): boolean {
  return ts.isIfStatement(statement) && leaves(statement.thenStatement) && admits(statement.expression, false);
}

/** Whether a condition with this outcome proves the value to be a member of something fixed, or equal to a literal. */
function impliesMembership(index: ProgramIndex, condition: ts.Expression, outcome: boolean, text: string): boolean {
  const inner = unwrap(condition);
  if (ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.ExclamationToken) {
    return impliesMembership(index, inner.operand, !outcome, text);
  }
  if (ts.isBinaryExpression(inner)) {
    const { kind } = inner.operatorToken;
    const both = () => [inner.left, inner.right].map((side) => impliesMembership(index, side, outcome, text));
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return outcome ? both().includes(true) : both().every(Boolean);
    if (kind === ts.SyntaxKind.BarBarToken) return outcome ? both().every(Boolean) : both().includes(true);
    if (kind === ts.SyntaxKind.InKeyword)
      return outcome && compactText(inner.left) === text && isFixed(index, inner.right);
    return comparesWithFixed(index, inner, outcome, text);
  }
  if (isAccess(inner)) return outcome && isLookup(index, inner, text);
  if (ts.isIdentifier(inner)) return outcome && isLookupVariable(index, inner, text);
  return ts.isCallExpression(inner) && outcome && isMembershipTest(index, inner, text);
}

function comparesWithFixed(
  index: ProgramIndex,
  comparison: ts.BinaryExpression,
  outcome: boolean,
  text: string,
): boolean {
  const { kind } = comparison.operatorToken;
  const isEqual = kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.EqualsEqualsToken;
  const isDifferent =
    kind === ts.SyntaxKind.ExclamationEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsToken;
  const left = unwrap(comparison.left);
  const right = unwrap(comparison.right);
  const isMissing =
    right.kind === ts.SyntaxKind.NullKeyword || right.getText() === 'undefined' || right.getText() === '-1';
  // plans[plan] !== undefined, names.indexOf(name) !== -1
  if (isDifferent && outcome && isMissing) return impliesMembership(index, left, true, text);
  if (isEqual && !outcome && isMissing) return impliesMembership(index, left, true, text);
  const isLookupOf = ts.isCallExpression(left) && calleeName(left) === 'indexOf' && isMembershipTest(index, left, text);
  if (isLookupOf && (kind === ts.SyntaxKind.GreaterThanEqualsToken || kind === ts.SyntaxKind.GreaterThanToken))
    return outcome;
  if (isLookupOf && kind === ts.SyntaxKind.LessThanToken) return !outcome;
  const isLiteral = ts.isStringLiteralLike(right) || ts.isNumericLiteral(right);
  return compactText(left) === text && isLiteral && ((isEqual && outcome) || (isDifferent && !outcome));
}

function isMembershipTest(index: ProgramIndex, call: ts.CallExpression, text: string): boolean {
  const name = calleeName(call);
  const receiver = receiverOf(call);
  const [first, second] = call.arguments;
  if (!first) return false;
  if (isPredicateOf(index, call, text)) return true;
  if (!receiver) return false;
  if (name === 'has' || name === 'includes' || name === 'indexOf' || name === 'hasOwnProperty' || name === 'get') {
    return compactText(first) === text && isFixed(index, receiver);
  }
  if (second && (name === 'hasOwn' || (name === 'call' && accessName(receiver) === 'hasOwnProperty'))) {
    return compactText(second) === text && isFixed(index, first);
  }
  return false;
}

/** `isPlan(plan)`, where `const isPlan = (name: string): name is Plan => plans.includes(name)`. */
function isPredicateOf(index: ProgramIndex, call: ts.CallExpression, text: string): boolean {
  const fn = index.functionOf(call.expression);
  const parameter = fn?.parameters[call.arguments.findIndex((argument) => compactText(argument) === text)];
  const answer = fn?.body && onlyAnswer(fn.body);
  // What asks itself again is no test.
  if (!parameter || !answer || isWithin(call, parameter.parent)) return false;
  return impliesMembership(index, answer, true, parameter.name.getText());
}

function onlyAnswer(body: ts.ConciseBody): ts.Expression | undefined {
  if (!ts.isBlock(body)) return body;
  const [statement] = body.statements;
  return body.statements.length === 1 && statement && ts.isReturnStatement(statement)
    ? statement.expression
    : undefined;
}

/** `plans[plan]` as a condition. */
function isLookup(index: ProgramIndex, access: ts.Expression, text: string): boolean {
  return (
    ts.isElementAccessExpression(access) &&
    compactText(access.argumentExpression) === text &&
    isFixed(index, access.expression)
  );
}

/** `const limit = plans[plan]; if (!limit) return;` */
function isLookupVariable(index: ProgramIndex, name: ts.Identifier, text: string): boolean {
  const declaration = index.declarationOf(name);
  const value =
    declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : undefined;
  if (!value) return false;
  return ts.isCallExpression(value) ? isMembershipTest(index, value, text) : isLookup(index, value, text);
}

/** A module constant with its members written down, or a list that only start-up fills. */
function isFixed(index: ProgramIndex, expression: ts.Expression): boolean {
  const inner = unwrap(expression);
  if (ts.isArrayLiteralExpression(inner)) return true;
  if (ts.isCallExpression(inner) && /^(?:keys|values)$/.test(calleeName(inner) ?? '') && inner.arguments[0])
    return isFixed(index, inner.arguments[0]);
  const declaration = ts.isIdentifier(inner) || isAccess(inner) ? index.declarationOf(inner) : undefined;
  if (!declaration) return ts.isIdentifier(inner) && /^[A-Z][A-Z0-9_]+$/.test(inner.text);
  if (ts.isEnumDeclaration(declaration)) return true;
  const isImported =
    ts.isImportSpecifier(declaration) || ts.isImportClause(declaration) || ts.isNamespaceImport(declaration);
  if (isImported) return true;
  const value = initializerOf(declaration);
  const isLongLived = ts.isVariableDeclaration(declaration)
    ? isModuleLevel(declaration)
    : ts.isPropertyDeclaration(declaration);
  return isLongLived && value !== undefined && isFilled(unwrap(value));
}

function isFilled(value: ts.Expression): boolean {
  if (ts.isObjectLiteralExpression(value)) return value.properties.length > 0;
  if (ts.isArrayLiteralExpression(value)) return value.elements.length > 0;
  if (ts.isNewExpression(value)) return (value.arguments?.length ?? 0) > 0;
  return ts.isCallExpression(value) && !/^Object\.create\b/.test(value.getText());
}

/** Whether a condition looks at how much a container holds: `list.length > max`, `Object.keys(map).length`. */
export function testsSize(condition: ts.Node, namesContainer: (expression: ts.Expression) => boolean): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (isAccess(node) && /^(?:length|size)$/.test(accessName(node) ?? '')) {
      const base = unwrap(node.expression);
      const counted = ts.isCallExpression(base) && base.arguments[0] ? base.arguments[0] : base;
      found ||= namesContainer(counted);
    }
    ts.forEachChild(node, visit);
  };
  visit(condition);
  return found;
}

/** Whether the code around a node only runs while the container is small enough. */
export function isSizeLimited(node: ts.Node, namesContainer: (expression: ts.Expression) => boolean): boolean {
  for (let current: ts.Node = node; !ts.isSourceFile(current); current = current.parent) {
    const { parent } = current;
    if (isFunctionNode(current)) return false;
    if (ts.isIfStatement(parent) && current !== parent.expression && isBound(parent.expression, namesContainer))
      return true;
    if (ts.isConditionalExpression(parent) && current !== parent.condition && isBound(parent.condition, namesContainer))
      return true;
    if (
      ts.isBinaryExpression(parent) &&
      current === parent.right &&
      isLogical(parent) &&
      isBound(parent.left, namesContainer)
    )
      return true;
    const statement = ts.isStatement(current) ? current : undefined;
    if (statement && precedingStatements(statement).some((before) => stopsWhenFull(before, namesContainer)))
      return true;
  }
  return false;
}

/** `if (count >= max) return; …; list.add(entry); count++;`: a variable of its own counts what is in there. */
export function isCountLimited(node: ts.Node): boolean {
  for (let current: ts.Node = node; !isFunctionNode(current) && !ts.isSourceFile(current); current = current.parent) {
    if (!ts.isStatement(current)) continue;
    const counters = statementsAround(current).flatMap(steppedUp);
    const isFull = (before: ts.Statement) =>
      ts.isIfStatement(before) && leaves(before.thenStatement) && counters.some((name) => isAtMost(before, name));
    if (precedingStatements(current).some(isFull)) return true;
  }
  return false;
}

function steppedUp(statement: ts.Statement): string[] {
  const step = ts.isExpressionStatement(statement) ? unwrap(statement.expression) : undefined;
  const isStep =
    step &&
    (ts.isPostfixUnaryExpression(step) || ts.isPrefixUnaryExpression(step)) &&
    step.operator === ts.SyntaxKind.PlusPlusToken;
  return isStep ? [compactText(step.operand)] : [];
}

function isAtMost({ expression }: ts.IfStatement, counter: string): boolean {
  const inner = unwrap(expression);
  return (
    ts.isBinaryExpression(inner) && /^>=?$/.test(inner.operatorToken.getText()) && compactText(inner.left) === counter
  );
}

function isLogical(binary: ts.BinaryExpression): boolean {
  return (
    binary.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    binary.operatorToken.kind === ts.SyntaxKind.BarBarToken
  );
}

/** A size compared with something other than nothing: `=== 0` tells empty from filled and bounds nothing. */
function isBound(condition: ts.Expression, namesContainer: (expression: ts.Expression) => boolean): boolean {
  return (
    testsSize(condition, namesContainer) &&
    /[<>]/.test(condition.getText()) &&
    !/(?:length|size)\s*>\s*0\b/.test(condition.getText())
  );
}

function stopsWhenFull(statement: ts.Statement, namesContainer: (expression: ts.Expression) => boolean): boolean {
  return (
    ts.isIfStatement(statement) && leaves(statement.thenStatement) && isBound(statement.expression, namesContainer)
  );
}
