import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { teardownOf, type Teardown } from '../../analysis/teardown.ts';
import { accessAround } from '../../analysis/call-graph.ts';
import {
  accessName,
  calleeName,
  compactText,
  functionOf,
  isAccess,
  isAssignment,
  isFunctionNode,
  isWithin,
  outermost,
  receiverOf,
  some,
  unwrap,
} from '../../analysis/syntax.ts';
import { emitterOf, isLasting, type Addition } from './additions.ts';

/** What becomes of a listener. */
export interface Fate {
  readonly teardown: Teardown;
  /** A removal that names another function, so that the listener stays. */
  readonly mistaken: ts.CallExpression | undefined;
}

/** Looks at everything in the program that removes a listener of the same event from the same emitter. */
export function fateOf(addition: Addition, analysis: Analysis): Fate {
  const removals = removalsFrom(addition, analysis);
  const effective = removals.filter((each) => takesAll(each) || removes(each, addition, analysis));
  const mistaken = removals.find((each) => !effective.includes(each));
  if (isReplaced(addition, effective, analysis) || isUnsubscribed(addition, analysis) || isEndedBeside(addition))
    return { teardown: 'released', mistaken: undefined };
  const { call: node, callback } = addition;
  return { teardown: teardownOf({ node, callback }, effective, analysis), mistaken };
}

const removalNames = ['off', 'removeListener', 'removeEventListener', 'removeAllListeners'];

function removalsFrom({ emitter, event, call }: Addition, analysis: Analysis): ts.CallExpression[] {
  const key = analysis.places.placeOf(emitter)?.key;
  const isSameEmitter = (other: ts.Expression) =>
    (key !== undefined && analysis.places.placeOf(other)?.key === key) ||
    (other.getSourceFile() === call.getSourceFile() && lastName(other) === lastName(emitter));
  return removalNames
    .flatMap((name) => analysis.index.named(name))
    .map((name) => outermost(accessAround(name)).parent)
    .filter((parent) => ts.isCallExpression(parent) && removalNames.includes(calleeName(parent) ?? ''))
    .map((parent) => parent as ts.CallExpression)
    .filter((removal) => {
      const other = emitterOf(removal);
      const [removed] = removal.arguments;
      return other !== undefined && isSameEmitter(other) && (!removed || isSameEvent(removed, event));
    });
}

/** A parameter, and the field that keeps it, go by one name: `hub`, `this.hub`, `this._hub`. */
function lastName(emitter: ts.Expression): string {
  const inner = unwrap(emitter);
  const name = ts.isIdentifier(inner) ? inner.text : accessName(inner);
  return name?.replace(/^[#_]+/, '') ?? compactText(inner);
}

function isSameEvent(one: ts.Expression, other: ts.Expression): boolean {
  const isFixed = (event: ts.Expression) => ts.isStringLiteralLike(unwrap(event));
  // A name for an event may stand for any.
  return isFixed(one) && isFixed(other) ? (one as ts.StringLiteral).text === (other as ts.StringLiteral).text : true;
}

function takesAll(removal: ts.CallExpression): boolean {
  return calleeName(removal) === 'removeAllListeners' || removal.arguments.length < 2;
}

/** Whether a removal names the very function that was added. */
function removes(removal: ts.CallExpression, { listener, callback }: Addition, { index }: Analysis): boolean {
  const [, removed] = removal.arguments;
  if (!removed) return true;
  const one = unwrap(listener);
  const other = unwrap(removed);
  const declaration = index.declarationOf(other);
  if (isNew(one) || isNew(other)) return isSelf(other, one, declaration);
  if (declaration && declaration === index.declarationOf(one)) return true;
  if (callback && index.functionOf(other) === callback) return true;
  // Whatever was passed in, or kept somewhere, may be the listener.
  return !callback || !index.functionOf(other);
}

/** A function that no other expression can name: a literal, `bind`, what a maker returned. */
export function isNew(value: ts.Expression): boolean {
  return isFunctionNode(value) || ts.isCallExpression(value);
}

/** `emitter.on('x', function self() { emitter.off('x', self) })`. */
function isSelf(removed: ts.Expression, listener: ts.Expression, declaration: ts.Node | undefined): boolean {
  if (!isFunctionNode(listener)) return false;
  return declaration === listener || (isAccess(removed) && accessName(removed) === 'callee');
}

/** `off(event, listen)` before `on(event, listen)`, of a function that is always the same: there is never more than one. */
function isReplaced(addition: Addition, removals: readonly ts.CallExpression[], analysis: Analysis): boolean {
  const { call, listener } = addition;
  const before = removals.filter((each) => functionOf(each) === functionOf(call) && each.end <= call.end);
  return before.some((each) => takesAll(each) || isLasting(listener, analysis) || isAccess(unwrap(listener)));
}

const ending = /^(?:disconnect|destroy|terminate|kill|close|end)$/;

/** `client.on('disconnect', answer); client.disconnect();`: the emitter goes, and its listeners with it. */
function isEndedBeside({ emitter, call }: Addition): boolean {
  const statement = outermost(call).parent;
  if (!ts.isExpressionStatement(statement) || !ts.isBlock(statement.parent)) return false;
  const { statements } = statement.parent;
  return statements.slice(statements.indexOf(statement)).some((each) => {
    const ended = ts.isExpressionStatement(each) ? unwrap(each.expression) : each;
    const receiver = ts.isCallExpression(ended) && ending.test(calleeName(ended) ?? '') && receiverOf(ended);
    return receiver ? compactText(receiver) === compactText(emitter) : false;
  });
}

const unsubscribing = /^(?:off|remove|unsubscribe|unlisten|dispose|destroy|cancel|close|stop|end)/i;

/** `const stop = emitter.on(…)` and `stop()`, `subscription.remove()`: what `on` gave back is used to end it. */
function isUnsubscribed({ call }: Addition, { index }: Analysis): boolean {
  const { parent } = outermost(call);
  if (ts.isReturnStatement(parent)) return false;
  if (!ts.isVariableDeclaration(parent)) return !isDropped(call);
  return index.referencesTo(parent).some((reference) => {
    const named = outermost(reference).parent;
    return (
      (ts.isCallExpression(named) && named.expression === reference) ||
      (isAccess(named) && unsubscribing.test(accessName(named) ?? '')) ||
      ts.isReturnStatement(named) ||
      (ts.isCallExpression(named) && named.arguments.includes(reference as ts.Expression))
    );
  });
}

/** A statement of its own, the body of an arrow function, or a link of a chain: nobody gets what the call gives back. */
function isDropped(call: ts.CallExpression): boolean {
  const { parent } = outermost(call);
  return (
    ts.isExpressionStatement(parent) ||
    isAccess(parent) ||
    ts.isArrowFunction(parent) ||
    (ts.isBinaryExpression(parent) && !isAssignment(parent)) ||
    ts.isConditionalExpression(parent) ||
    ts.isVoidExpression(parent)
  );
}

/** Whether some timer in the function around settles what the listener waits for, and leaves the listener. */
export function hasDeadline({ call }: Addition): boolean {
  const fn = functionOf(call);
  return (
    fn !== undefined &&
    some(
      fn,
      (node) =>
        ts.isCallExpression(node) &&
        /^(?:setTimeout|timeout|race|sleep|delay)$/.test(calleeName(node) ?? '') &&
        !isWithin(call, node),
    )
  );
}
