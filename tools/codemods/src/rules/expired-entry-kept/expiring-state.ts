import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import type { Growth } from '../../analysis/growth.ts';
import { initializerOf } from '../../analysis/program-index.ts';
import {
  accessName,
  calleeName,
  functionOf,
  isAccess,
  isAssignment,
  isFunctionNode,
  isWithin,
  outermost,
  some,
  unwrap,
} from '../../analysis/syntax.ts';
import { entriesOf } from './entries.ts';

/** A comparison of an entry with the clock that decides whether the entry still counts. */
export interface Expiry {
  readonly comparison: ts.BinaryExpression;
  /** The part of it that is the entry, or one of the times in it. */
  readonly subject: ts.Expression;
  /** Whether the subject is one of several times that the entry is a list of. */
  readonly isElement: boolean;
  /** The member of the entry that is the list, where it is not the entry itself. */
  readonly member?: string;
  /** The parts that are the clock, and what each asks it: `now` was `Date.now()`. */
  readonly clocks: ReadonlyMap<ts.Expression, ts.Expression>;
  /** Whether the comparison holds when the time is over; undefined where that cannot be told. */
  readonly saysExpired: boolean | undefined;
}

/** All the comparisons of an entry with the clock that decide whether the entry still counts. */
export function expiriesOf(growth: Growth, analysis: Analysis): readonly Expiry[] {
  return entriesOf(growth.place, analysis)
    .map((entry) => expiryAt(entry, false, analysis) ?? elementExpiry(entry, analysis))
    .filter((expiry) => expiry !== undefined);
}

/**
 * What a limiter of rates keeps: entries that build on what they were, or hold nothing but a time.
 * To forget one early changes an answer; a cache only has to work again.
 */
export function isState(growth: Growth, analysis: Analysis): boolean {
  const entries = entriesOf(growth.place, analysis);
  return entries.some(isBuiltUpon) || growth.insertion.values.every((value) => isMadeFrom(value, entries, analysis));
}

/** `entry.count++`, `entry.count += 1`, `entry.times.push(now)`. */
function isBuiltUpon(entry: ts.Expression): boolean {
  let outer = outermost(entry);
  while (isAccess(outer.parent) && outer.parent.expression === outer) {
    outer = outermost(outer.parent);
    const { parent } = outer;
    if (ts.isPostfixUnaryExpression(parent) || ts.isPrefixUnaryExpression(parent)) return isStep(parent.operator);
    if (isAssignment(parent) && parent.left === outer) return parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken;
    if (ts.isCallExpression(parent)) return /^(?:push|unshift)$/.test(accessName(outer) ?? '');
  }
  return false;
}

function isStep(operator: ts.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

/** A value made of the entry it replaces, or of the time alone. */
function isMadeFrom(value: ts.Expression, entries: readonly ts.Expression[], analysis: Analysis): boolean {
  const inner = unwrap(value);
  const made = ts.isIdentifier(inner) ? (constantValue(inner, analysis) ?? inner) : inner;
  if (entries.some((entry) => entry !== made && entry !== inner && isWithin(entry, made))) return true;
  // const count = (entry?.count ?? 0) + 1; failures.set(key, { count, until })
  if (ts.isObjectLiteralExpression(made)) return made.properties.some((each) => isStepped(each, entries, analysis));
  return isTime(inner, analysis);
}

function isStepped(
  property: ts.ObjectLiteralElementLike,
  entries: readonly ts.Expression[],
  analysis: Analysis,
): boolean {
  const value = ts.isPropertyAssignment(property)
    ? property.initializer
    : ts.isShorthandPropertyAssignment(property)
      ? property.name
      : undefined;
  const made = value && ts.isIdentifier(value) ? constantValue(value, analysis) : undefined;
  return made !== undefined && entries.some((entry) => isWithin(entry, made));
}

function isTime(value: ts.Expression, analysis: Analysis): boolean {
  const inner = unwrap(value);
  if (clockOf(inner, analysis)) return true;
  return ts.isBinaryExpression(inner) && (isTime(inner.left, analysis) || isTime(inner.right, analysis));
}

/** A comparison of the entry, or of one of its fields, with the clock. */
function expiryAt(subject: ts.Expression, isElement: boolean, analysis: Analysis): Expiry | undefined {
  const comparison = comparisonAround(subject);
  if (!comparison) return undefined;
  const clocks = new Map<ts.Expression, ts.Expression>();
  const collect = (node: ts.Node): void => {
    const clock = ts.isExpression(node) ? clockOf(node, analysis) : undefined;
    if (clock) clocks.set(node as ts.Expression, clock);
    else ts.forEachChild(node, collect);
  };
  collect(comparison);
  if (clocks.size === 0) return undefined;
  return { comparison, subject, isElement, clocks, saysExpired: saysExpired(comparison, [...clocks.keys()]) };
}

function comparisonAround(node: ts.Node): ts.BinaryExpression | undefined {
  for (let current = node.parent; !ts.isStatement(current) && !isFunctionNode(current); current = current.parent) {
    if (ts.isBinaryExpression(current) && orders.has(current.operatorToken.kind)) return current;
    if (ts.isCallExpression(current)) return undefined;
  }
  return undefined;
}

const orders = new Map<ts.SyntaxKind, 'less' | 'more'>([
  [ts.SyntaxKind.LessThanToken, 'less'],
  [ts.SyntaxKind.LessThanEqualsToken, 'less'],
  [ts.SyntaxKind.GreaterThanToken, 'more'],
  [ts.SyntaxKind.GreaterThanEqualsToken, 'more'],
]);

/** The later it gets, the more the side of the clock weighs: `now > entry.until`, `now - entry.since > span`. */
function saysExpired(comparison: ts.BinaryExpression, clocks: readonly ts.Expression[]): boolean | undefined {
  const [clock, ...others] = clocks;
  if (!clock || others.length > 0) return undefined;
  const isLeft = isWithin(clock, comparison.left);
  const side = isLeft ? comparison.left : comparison.right;
  if (isTakenAway(clock, side)) return undefined;
  return (orders.get(comparison.operatorToken.kind) === 'more') === isLeft;
}

/** `entry.until - now`: the side weighs less as time goes on. */
function isTakenAway(clock: ts.Node, side: ts.Node): boolean {
  for (let node = clock; node !== side; node = node.parent) {
    const { parent } = node;
    if (ts.isBinaryExpression(parent) && parent.operatorToken.kind !== ts.SyntaxKind.PlusToken && parent.right === node)
      return true;
    if (!ts.isBinaryExpression(parent) && !ts.isParenthesizedExpression(parent)) return true;
  }
  return false;
}

/** `entry.filter((time) => now - time < span)`. */
function elementExpiry(entry: ts.Expression, analysis: Analysis): Expiry | undefined {
  let outer = outermost(entry);
  while (ts.isBinaryExpression(outer.parent) || ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  const list = outer.parent;
  const member = isAccess(list) && list.expression === outer && isAccess(list.parent) ? accessName(list) : undefined;
  if (member !== undefined) outer = list;
  const access = outer.parent;
  const call = access.parent;
  if (!isAccess(access) || access.expression !== outer || !ts.isCallExpression(call)) return undefined;
  const callback = call.arguments[0] && unwrap(call.arguments[0]);
  const isPerTime = /^(?:filter|some|every|find|findIndex)$/.test(accessName(access) ?? '');
  const time = isPerTime && callback && isFunctionNode(callback) ? callback.parameters[0] : undefined;
  if (!time) return undefined;
  for (const reference of analysis.index.referencesTo(time)) {
    const expiry = expiryAt(reference as ts.Expression, true, analysis);
    if (expiry) return { ...expiry, ...(member !== undefined && { member }) };
  }
  return undefined;
}

/** `Date.now()`, `performance.now()`, `new Date()`, also behind a variable that holds it. */
function clockOf(node: ts.Expression, analysis: Analysis): ts.Expression | undefined {
  if (ts.isIdentifier(node)) {
    const value = constantValue(node, analysis);
    return value && !ts.isIdentifier(value) ? clockOf(value, analysis) : undefined;
  }
  if (ts.isNewExpression(node)) return calleeName(node) === 'Date' && !node.arguments?.length ? node : undefined;
  const asksNow = ts.isCallExpression(node) && calleeName(node) === 'now';
  return asksNow && /^(?:Date|performance)\b/.test(node.getText()) ? node : undefined;
}

/** What a variable of a function begins with. */
function constantValue(name: ts.Identifier, { index }: Analysis): ts.Expression | undefined {
  const declaration = index.declarationOf(name);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !functionOf(declaration)) return undefined;
  const value = initializerOf(declaration);
  return value && unwrap(value);
}

/** The variables of a sweep. */
const sweepNames = new Set(['key', 'entry', 'time']);

/** Whether all that the comparison names besides the entry and the clock can be named beside a declaration as well. */
export function isKnownAt(declaration: ts.Node, { comparison, subject, clocks }: Expiry, { index }: Analysis): boolean {
  const isReplaced = (node: ts.Node) => node === subject || clocks.has(node as ts.Expression);
  const isUnknown = (node: ts.Node): boolean => {
    if (isReplaced(node)) return false;
    if (ts.isIdentifier(node) && !(isAccess(node.parent) && node.parent.expression !== node)) {
      if (sweepNames.has(node.text)) return true;
      const named = index.declarationOf(node);
      const owner = named && functionOf(named);
      return named === undefined || (owner !== undefined && !isWithin(declaration, owner));
    }
    return node.kind === ts.SyntaxKind.ThisKeyword || (ts.forEachChild(node, isUnknown) ?? false);
  };
  return !isUnknown(comparison) && !some(comparison, ts.isAwaitExpression);
}
