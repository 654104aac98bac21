import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { accessAround } from '../../analysis/call-graph.ts';
import { repetitionOf, type Repetition } from '../../analysis/exchange-in-reach.ts';
import { runsOnce } from '../../analysis/once-only.ts';
import { initializerOf } from '../../analysis/program-index.ts';
import { teardownOf, type Teardown } from '../../analysis/teardown.ts';
import {
  accessName,
  calleeName,
  foundAtCalls,
  functionOf,
  isAccess,
  isAssignment,
  isFunctionNode,
  isWithin,
  outermost,
  some,
  unwrap,
  walk,
  type FunctionNode,
} from '../../analysis/syntax.ts';

/** A timer that each request, or each connection, starts. */
export interface Timer {
  readonly call: ts.CallExpression;
  /** One that ticks, one that starts itself again, one that holds the request for a very long time. */
  readonly kind: 'interval' | 'rearmed' | 'long';
  /** What starts one more each time. */
  readonly per: Repetition;
  readonly callback: FunctionNode | undefined;
  /** The variable or field that has the handle; undefined where nobody can clear it. */
  readonly holder: ts.Node | undefined;
}

/** Text that any timer contains. */
export const timerText = /\bset(?:Interval|Timeout)\b/;

export function timersIn(file: ts.SourceFile, analysis: Analysis): Timer[] {
  return foundAtCalls(file, (call) => timerAt(call, analysis));
}

function timerAt(call: ts.CallExpression, analysis: Analysis): Timer | undefined {
  const kind = isGlobalTimer(call) ? kindOf(call, analysis) : undefined;
  if (!kind) return undefined;
  const per = repetitionOf(call, analysis);
  if (!per || runsOnce(call, analysis)) return undefined;
  const [first] = call.arguments;
  const callback = first && analysis.index.functionOf(first);
  const holder = holderOf(call, analysis);
  return holder === 'elsewhere' ? undefined : { call, kind, per, callback, holder };
}

/** `setInterval(…)`, `global.setTimeout(…)`, `timers.setInterval(…)`. */
function isGlobalTimer({ expression }: ts.CallExpression): boolean {
  const inner = unwrap(expression);
  if (ts.isIdentifier(inner)) return timerText.test(inner.text);
  const isOfHolder = isAccess(inner) && /^(?:global|globalThis|window|timers)$/.test(inner.expression.getText());
  return isOfHolder && /^set(?:Interval|Timeout)$/.test(accessName(inner) ?? '');
}

function kindOf(call: ts.CallExpression, analysis: Analysis): Timer['kind'] | undefined {
  const [callback, delay] = call.arguments;
  if (!callback) return undefined;
  if (calleeName(call) === 'setInterval') return 'interval';
  if (startsItselfAgain(call, callback, analysis)) return 'rearmed';
  const isLong = delay !== undefined && (numberOf(delay, analysis) ?? 0) >= longMs;
  return isLong && holdsRequest(callback, analysis) ? 'long' : undefined;
}

const longMs = 60 * 60 * 1000;

/** `function poll() { …; setTimeout(poll, 1000) }`, where nothing may end the chain. */
function startsItselfAgain(call: ts.CallExpression, callback: ts.Expression, { index }: Analysis): boolean {
  const fn = functionOf(call);
  if (!fn?.body || !ts.isBlock(fn.body)) return false;
  const run = index.functionOf(callback);
  if (!run) return false;
  const isAgain =
    run === fn || some(run, (node) => ts.isCallExpression(node) && index.functionOf(node.expression) === fn);
  const isFirst = isWithin(fn, run) && run !== fn;
  return isAgain && !isFirst && !mayEnd(fn.body, call);
}

/** A condition around the new timer, or a way out before it. */
function mayEnd(body: ts.Block, call: ts.CallExpression): boolean {
  for (let node: ts.Node = call; node !== body; node = node.parent) {
    const { parent } = node;
    if (ts.isIfStatement(parent) || ts.isConditionalExpression(parent) || ts.isCatchClause(parent)) return true;
    if (ts.isBinaryExpression(parent) && !isAssignment(parent)) return true;
  }
  let leaves = false;
  walk(body, (node) => {
    if (isFunctionNode(node)) return false;
    leaves ||= (ts.isReturnStatement(node) || ts.isThrowStatement(node)) && !isWithin(call, node);
    return true;
  });
  return leaves;
}

/** The value of a number written down: `24 * 60 * 60 * 1000`, `DAY_MS`. */
function numberOf(expression: ts.Expression, analysis: Analysis, depth = 0): number | undefined {
  const inner = unwrap(expression);
  if (ts.isNumericLiteral(inner)) return Number(inner.text);
  if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.AsteriskToken) {
    const left = numberOf(inner.left, analysis, depth);
    const right = numberOf(inner.right, analysis, depth);
    return left === undefined || right === undefined ? undefined : left * right;
  }
  if ((!ts.isIdentifier(inner) && !isAccess(inner)) || depth > 3) return undefined;
  const declaration = analysis.index.declarationOf(inner);
  const value = declaration && !ts.isParameter(declaration) ? initializerOf(declaration) : undefined;
  return value && numberOf(value, analysis, depth + 1);
}

function holdsRequest(callback: ts.Expression, analysis: Analysis): boolean {
  const inner = unwrap(callback);
  return isFunctionNode(inner) && some(inner, (node) => ts.isIdentifier(node) && analysis.isExchange(node));
}

/** What has the handle of a timer; `elsewhere` where someone unknown may clear it. */
function holderOf(call: ts.CallExpression, analysis: Analysis): ts.Node | undefined | 'elsewhere' {
  const outer = handleOf(call);
  const { parent } = outer;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent;
  if (isAssignment(parent) && parent.right === outer) {
    const left = unwrap(parent.left);
    if (ts.isIdentifier(left)) return analysis.index.declarationOf(left) ?? 'elsewhere';
    return isAccess(left) && accessName(left) !== undefined ? left : 'elsewhere';
  }
  const isDropped = ts.isExpressionStatement(parent) || (ts.isArrowFunction(parent) && isIgnored(parent));
  return isDropped ? undefined : 'elsewhere';
}

/** `() => setInterval(…)`, given to something that takes no notice of what it returns. */
function isIgnored({ parent }: ts.ArrowFunction): boolean {
  return ts.isCallExpression(parent) && /^(?:on|once|setTimeout|setImmediate|then)$/.test(calleeName(parent) ?? '');
}

/** The timer itself, also behind `.unref()`, which gives it back. */
export function handleOf(call: ts.CallExpression): ts.Node {
  let outer = outermost(call);
  while (
    isAccess(outer.parent) &&
    /^(?:unref|ref)$/.test(accessName(outer.parent) ?? '') &&
    ts.isCallExpression(outer.parent.parent)
  )
    outer = outermost(outer.parent.parent);
  return outer;
}

/** Follows the handle to what clears it. */
export function fateOf({ call, callback, holder }: Timer, analysis: Analysis): Teardown {
  if (!holder) return callback && clearsItself(callback) ? 'by-itself' : 'kept';
  const uses = isAccess(holder) ? usesOfField(holder, analysis) : analysis.index.referencesTo(holder);
  const releases: ts.Node[] = [];
  for (const use of uses) {
    const outcome = useOf(outermost(accessAround(use)), holder);
    if (outcome === 'escapes') return 'released';
    if (outcome) releases.push(outcome);
  }
  if (isLasting(holder) && releases.some((each) => functionOf(each) === functionOf(call) && each.end <= call.pos))
    return 'released';
  return teardownOf({ node: call, callback }, releases, analysis);
}

/** A field, or a variable of the module: a timer is cleared before the next takes its place. */
function isLasting(holder: ts.Node): boolean {
  return isAccess(holder) || functionOf(holder) === undefined;
}

/** `clearInterval(this)` in an ordinary function. */
function clearsItself(callback: FunctionNode): boolean {
  return some(
    callback,
    (node) => ts.isCallExpression(node) && /^clear(?:Interval|Timeout)$/.test(calleeName(node) ?? ''),
  );
}

/** Every access to a field of that name: whose it is matters less than that someone clears it. */
function usesOfField(field: ts.Node, analysis: Analysis): readonly ts.Node[] {
  const name = accessName(field);
  return name === undefined ? [] : analysis.index.named(name).filter((each) => accessAround(each) !== field);
}

/** The call that clears the timer; `escapes` where it goes to someone who may. */
function useOf(use: ts.Node, holder: ts.Node): ts.Node | 'escapes' | undefined {
  const { parent } = use;
  if (ts.isCallExpression(parent) && parent.expression !== use) {
    if (/^clear(?:Interval|Timeout)$/.test(calleeName(parent) ?? '')) return parent;
    return 'escapes';
  }
  if (isAccess(parent) && parent.expression === use) {
    const isClosing = /^(?:close|\[Symbol\.dispose\])$/.test(accessName(parent) ?? '');
    return isClosing && ts.isCallExpression(parent.parent) ? parent.parent : undefined;
  }
  if (ts.isReturnStatement(parent) || ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
    return isAccess(holder) && ts.isPropertyAssignment(parent) ? undefined : 'escapes';
  if (ts.isArrowFunction(parent) || ts.isArrayLiteralExpression(parent)) return 'escapes';
  return isAssignment(parent) && parent.right === use ? 'escapes' : undefined;
}
