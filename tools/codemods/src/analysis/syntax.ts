import { ts } from 'ts-morph';

/** A function with a body or a signature: whatever can be called. */
export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration;

/** What runs as one: a function body, the field initialisers of a class, or a module's top level. */
export type Context = FunctionNode | ts.ClassLikeDeclaration | ts.SourceFile;

export type CallLike = ts.CallExpression | ts.NewExpression;

export function isFunctionNode(node: ts.Node): node is FunctionNode {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isGetAccessor(node) ||
    ts.isSetAccessor(node)
  );
}

/** The nearest enclosing context of a node, the node itself left out. */
export function contextOf(node: ts.Node): Context {
  // A module that is imported as a whole is declared by its file.
  if (ts.isSourceFile(node)) return node;
  let child = node;
  for (let parent = node.parent; ; child = parent, parent = parent.parent) {
    if (isFunctionNode(parent) || ts.isSourceFile(parent)) return parent;
    if (ts.isPropertyDeclaration(parent) && child === parent.initializer && !isStatic(parent)) return parent.parent;
  }
}

/** The nearest enclosing function, or undefined at a module's top level. */
export function functionOf(node: ts.Node): FunctionNode | undefined {
  const context = contextOf(node);
  return isFunctionNode(context) ? context : undefined;
}

export function isStatic(member: ts.ClassElement): boolean {
  return hasModifier(member, ts.SyntaxKind.StaticKeyword);
}

export function hasModifier(node: ts.Node, kind: ts.ModifierSyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false);
}

/** Strips what does not change the value: parentheses, casts, `!`, `satisfies` and `await`. */
export function unwrap(expression: ts.Expression): ts.Expression {
  let inner = expression;
  for (;;) {
    if (
      ts.isParenthesizedExpression(inner) ||
      ts.isAsExpression(inner) ||
      ts.isNonNullExpression(inner) ||
      ts.isSatisfiesExpression(inner) ||
      ts.isTypeAssertionExpression(inner) ||
      ts.isAwaitExpression(inner)
    ) {
      inner = inner.expression;
    } else return inner;
  }
}

/** The outermost node that still denotes the same value: the inverse of `unwrap`. */
export function outermost(expression: ts.Node): ts.Node {
  let outer = expression;
  for (;;) {
    const parent = outer.parent;
    const isWrapper =
      ts.isParenthesizedExpression(parent) ||
      ts.isAsExpression(parent) ||
      ts.isNonNullExpression(parent) ||
      ts.isSatisfiesExpression(parent) ||
      ts.isTypeAssertionExpression(parent) ||
      ts.isAwaitExpression(parent);
    if (!isWrapper) return outer;
    outer = parent;
  }
}

/** The name by which a call addresses its function: `push` in `list.push(x)`, `open` in `open(x)`. */
export function calleeName(call: CallLike): string | undefined {
  const callee = unwrap(call.expression);
  if (ts.isIdentifier(callee)) return callee.text;
  return accessName(callee);
}

/** The object a method is called on, or undefined for a plain call. */
export function receiverOf(call: CallLike): ts.Expression | undefined {
  const callee = unwrap(call.expression);
  return isAccess(callee) ? callee.expression : undefined;
}

export function isAccess(node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

/** The access whose member a name is, `state.last` for its `last`; the name itself where it stands alone. */
export function wholeAccess(name: ts.Node): ts.Node {
  return isAccess(name.parent) && name.parent.expression !== name ? name.parent : name;
}

/** The fixed property name of an access, or undefined where it is computed. */
export function accessName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return node.argumentExpression.text;
  }
  return undefined;
}

/** Whether the access names a computed key: `x[k]`, but not `x['k']`. */
export function isComputedAccess(node: ts.Node): node is ts.ElementAccessExpression {
  return ts.isElementAccessExpression(node) && !ts.isStringLiteralLike(node.argumentExpression);
}

const assignmentKinds = new Set<ts.SyntaxKind>([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.PlusEqualsToken,
  ts.SyntaxKind.MinusEqualsToken,
]);

export function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && assignmentKinds.has(node.operatorToken.kind);
}

/** `a ?? b`, `a || b`, `a = b`: the value is one of the operands itself; `a + b` makes another. */
export function yieldsOperand({ operatorToken }: ts.BinaryExpression): boolean {
  return assignmentKinds.has(operatorToken.kind) ? !steps.has(operatorToken.kind) : choices.has(operatorToken.kind);
}

const steps = new Set<ts.SyntaxKind>([ts.SyntaxKind.PlusEqualsToken, ts.SyntaxKind.MinusEqualsToken]);
const choices = new Set<ts.SyntaxKind>([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.CommaToken,
]);

/** Visits every node below, functions included; `visit` returning false leaves a subtree out. */
export function walk(root: ts.Node, visit: (node: ts.Node) => unknown): void {
  ts.forEachChild(root, function step(node): void {
    if (visit(node) !== false) ts.forEachChild(node, step);
  });
}

/** What is found at the calls below, functions included; `at` answers undefined where there is nothing. */
export function foundAtCalls<Found>(root: ts.Node, at: (call: ts.CallExpression) => Found | undefined): Found[] {
  const found: Found[] = [];
  walk(root, (node) => {
    const one = ts.isCallExpression(node) ? at(node) : undefined;
    if (one !== undefined) found.push(one);
  });
  return found;
}

/** Whether some node below holds, the root included. */
export function some(root: ts.Node, holds: (node: ts.Node) => boolean): boolean {
  return holds(root) || (ts.forEachChild(root, (child) => some(child, holds)) ?? false);
}

export function isWithin(node: ts.Node, ancestor: ts.Node): boolean {
  for (let current: ts.Node | undefined = node; current; current = current.parent)
    if (current === ancestor) return true;
  return false;
}

/** The statement that holds a node, and the list of statements it stands in. */
export function statementOf(node: ts.Node): ts.Statement | undefined {
  for (let current: ts.Node | undefined = node; current; current = current.parent) {
    if (ts.isStatement(current) && !ts.isBlock(current)) return current;
    if (isFunctionNode(current)) return undefined;
  }
  return undefined;
}

export function statementsAround(statement: ts.Node): readonly ts.Statement[] {
  const parent = statement.parent;
  if (ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent)) return parent.statements;
  return [];
}

/** Whether control never passes the statement: it ends in `return`, `throw`, `continue` or `break`. */
export function leaves(statement: ts.Statement): boolean {
  if (ts.isBlock(statement)) {
    const last = statement.statements.at(-1);
    return last !== undefined && leaves(last);
  }
  if (ts.isIfStatement(statement)) {
    return statement.elseStatement !== undefined && leaves(statement.thenStatement) && leaves(statement.elseStatement);
  }
  return (
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement) ||
    ts.isContinueStatement(statement) ||
    ts.isBreakStatement(statement)
  );
}

/** Source text without white space: equal for the same expression however it is laid out. */
export function compactText(node: ts.Node): string {
  return node.getText().replace(/\s+/g, '');
}

/** What cannot be missing, and why not. */
export function assertDefined<T>(value: T | undefined, why: string): T {
  if (value === undefined) throw new Error(`cannot be: ${why}`);
  return value;
}

/** Line and column of a node's first token, from 1. */
export function startOf(node: ts.Node): { readonly line: number; readonly column: number } {
  const { line, character } = ts.getLineAndCharacterOfPosition(node.getSourceFile(), node.getStart());
  return { line: line + 1, column: character + 1 };
}

/** The function or class that decides what `this` is at a node; arrow functions take it from outside. */
export function thisKeywordIn(node: ts.Node): ts.Node | undefined {
  for (let current: ts.Node | undefined = node.parent; current; current = current.parent) {
    if (ts.isClassLike(current) || (isFunctionNode(current) && !ts.isArrowFunction(current))) return current;
  }
  return undefined;
}
