import { ts } from 'ts-morph';
import { accessName, calleeName, isAccess, isAssignment, isComputedAccess, receiverOf, unwrap } from './syntax.ts';

/** How a container grows: under a key, as a member of a set, at its end; or as an entry that holds all entries before it. */
export type GrowthForm = 'keyed' | 'member' | 'list' | 'text' | 'chain';

/** A statement that may put something into a container. */
export interface Insertion {
  readonly node: ts.Node;
  readonly container: ts.Expression;
  readonly form: GrowthForm;
  /** What tells one entry from the next; undefined where every insertion adds one. */
  readonly key: ts.Expression | undefined;
  readonly values: readonly ts.Expression[];
}

/** The insertion that a node is, if it is one. */
export function insertionAt(node: ts.Node): Insertion | undefined {
  if (ts.isCallExpression(node)) return byCall(node);
  if (isAssignment(node)) return byAssignment(node);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return byStep(node);
  return undefined;
}

/** Text that any insertion contains: the cheap gate before a file is walked. */
export const insertionText =
  /\.(?:push|unshift|splice|add|set|concat|assign)\s*\(|\]\s*(?:=[^=]|\?\?=|\|\|=|\+=|-=|\+\+|--)|(?:\+\+|--)[\w.]+\[|\[\s*\.\.\.|\{\s*\.\.\.|\+=|(?<![\w.])([\w.]+)\s*=\s*(?:(?:`\$\{)?|(?:\{|\[|new\b)[^;]{0,400}?[:,(]\s*)\1\b/;

function byCall(call: ts.CallExpression): Insertion | undefined {
  const container = receiverOf(call);
  const name = calleeName(call);
  const [first, second, ...rest] = call.arguments;
  if (!container || !first || name === undefined) return undefined;
  switch (name) {
    case 'push':
    case 'unshift':
      return { node: call, container, form: 'list', key: undefined, values: call.arguments };
    case 'splice':
      return rest.length > 0 ? { node: call, container, form: 'list', key: undefined, values: rest } : undefined;
    case 'add':
      return call.arguments.length === 1
        ? { node: call, container, form: 'member', key: first, values: [first] }
        : undefined;
    case 'set':
      return second && !rest.length
        ? { node: call, container, form: 'keyed', key: first, values: [second] }
        : undefined;
    case 'assign':
      return container.getText() === 'Object' && second ? bySpread(call, first, second) : undefined;
    case 'call':
    case 'apply':
      return /\.push$/.test(container.getText()) && second
        ? { node: call, container: first, form: 'list', key: undefined, values: [second] }
        : undefined;
    default:
      return undefined;
  }
}

/** `Object.assign(store, { [key]: value })`. */
function bySpread(node: ts.Node, container: ts.Expression, added: ts.Expression): Insertion | undefined {
  const object = unwrap(added);
  if (!ts.isObjectLiteralExpression(object)) return undefined;
  for (const property of object.properties) {
    if (ts.isPropertyAssignment(property) && ts.isComputedPropertyName(property.name)) {
      return { node, container, form: 'keyed', key: property.name.expression, values: [property.initializer] };
    }
  }
  return undefined;
}

function byAssignment(assignment: ts.BinaryExpression): Insertion | undefined {
  const left = unwrap(assignment.left);
  if (isComputedAccess(left)) {
    const { expression: container, argumentExpression: key } = left;
    const values = [assignment.right];
    // list[list.length] = item
    const isAtEnd = accessName(key) === 'length' && isAccess(key) && key.expression.getText() === container.getText();
    if (isAtEnd) return { node: assignment, container, form: 'list', key: undefined, values };
    return { node: assignment, container, form: 'keyed', key, values };
  }
  if (!ts.isIdentifier(left) && !isAccess(left)) return undefined;
  const { kind } = assignment.operatorToken;
  if (kind === ts.SyntaxKind.PlusEqualsToken) {
    return { node: assignment, container: left, form: 'text', key: undefined, values: [assignment.right] };
  }
  return kind === ts.SyntaxKind.EqualsToken ? byReassignment(assignment, left) : undefined;
}

/** `list = [...list, item]`, `list = list.concat(item)`, `byKey = { ...byKey, [key]: value }`, `text = text + more`. */
function byReassignment(assignment: ts.BinaryExpression, container: ts.Expression): Insertion | undefined {
  const text = container.getText();
  const right = unwrap(assignment.right);
  const appended = appendedTo(text, right);
  if (appended) return { node: assignment, container, form: 'text', key: undefined, values: [appended] };
  const spreadsItself = (element: ts.Node) =>
    (ts.isSpreadElement(element) || ts.isSpreadAssignment(element)) && element.expression.getText() === text;
  if (ts.isArrayLiteralExpression(right) && right.elements.some(spreadsItself)) {
    const values = right.elements.filter((element) => !spreadsItself(element));
    return values.length > 0 ? { node: assignment, container, form: 'list', key: undefined, values } : undefined;
  }
  if (ts.isObjectLiteralExpression(right) && right.properties.some(spreadsItself))
    return bySpread(assignment, container, right);
  if (ts.isCallExpression(right) && calleeName(right) === 'concat' && receiverOf(right)?.getText() === text) {
    return { node: assignment, container, form: 'list', key: undefined, values: right.arguments };
  }
  return linkOf(text, right)
    ? { node: assignment, container, form: 'chain', key: undefined, values: [right] }
    : undefined;
}

/** What in a new entry is the one before it: `newest` in `newest = { request, previous: newest }` and in `log = [line, log]`. */
export function linkOf(text: string, entry: ts.Expression): ts.Node | undefined {
  if (ts.isArrayLiteralExpression(entry)) return entry.elements.find((element) => element.getText() === text);
  if (!ts.isObjectLiteralExpression(entry)) return undefined;
  return entry.properties.find((each) => ts.isPropertyAssignment(each) && each.initializer.getText() === text);
}

/** What is put behind a text or buffer: `text + more`, `${text}more`, `Buffer.concat([text, more])`. */
function appendedTo(text: string, value: ts.Expression): ts.Expression | undefined {
  if (ts.isBinaryExpression(value) && value.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const left = unwrap(value.left);
    return left.getText() === text ? value.right : appendedTo(text, left);
  }
  if (ts.isTemplateExpression(value)) {
    const isFirst = value.head.text === '' && value.templateSpans[0]?.expression.getText() === text;
    return isFirst ? value : undefined;
  }
  if (!ts.isCallExpression(value) || calleeName(value) !== 'concat' || receiverOf(value)?.getText() !== 'Buffer')
    return undefined;
  const parts = value.arguments[0] && unwrap(value.arguments[0]);
  const isFirst = parts && ts.isArrayLiteralExpression(parts) && parts.elements[0]?.getText() === text;
  return isFirst ? parts : undefined;
}

/** `hits[address]++`. */
function byStep(step: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): Insertion | undefined {
  const operand = unwrap(step.operand);
  if (!isComputedAccess(operand) || accessName(operand) !== undefined) return undefined;
  const isStep = step.operator === ts.SyntaxKind.PlusPlusToken || step.operator === ts.SyntaxKind.MinusMinusToken;
  return isStep
    ? { node: step, container: operand.expression, form: 'keyed', key: operand.argumentExpression, values: [] }
    : undefined;
}
