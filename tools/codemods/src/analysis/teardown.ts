import { ts } from 'ts-morph';
import type { Analysis } from './analysis.ts';
import {
  accessName,
  calleeName,
  functionOf,
  isAccess,
  isAssignment,
  isFunctionNode,
  isWithin,
  outermost,
  receiverOf,
  statementOf,
  statementsAround,
  unwrap,
  walk,
  type FunctionNode,
} from './syntax.ts';

/** Whether what a request takes is given back when the request is over. */
export type Teardown =
  | 'released'
  /** Nothing gives it back, or what would is never called. */
  | 'kept'
  /** Some path gives it back, another does not. */
  | 'sometimes'
  /** What was taken gives itself back: a listener when its event comes, a timer when its work is done. */
  | 'by-itself';

/** What was taken, and the function that it runs, if it runs one. */
export interface Taken {
  readonly node: ts.Node;
  readonly callback?: FunctionNode | undefined;
}

/** Follows each release to the events, calls and blocks that run it; one that surely runs is enough. */
export function teardownOf(taken: Taken, releases: readonly ts.Node[], analysis: Analysis): Teardown {
  const follower = new Follower(taken, releases, analysis);
  const outcomes = releases.map((release) => follower.outcomeAt(release, 0));
  if (outcomes.includes('released')) return 'released';
  // Two that each run on some path are taken for all paths.
  if (outcomes.filter((each) => each === 'sometimes').length > 1) return 'released';
  return best(outcomes);
}

const ranks: readonly Teardown[] = ['kept', 'sometimes', 'by-itself', 'released'];

function best(outcomes: readonly Teardown[]): Teardown {
  return ranks[Math.max(0, ...outcomes.map((each) => ranks.indexOf(each)))] ?? 'kept';
}

/** Events that come at the end of a request, a connection or a stream. */
const closingEvent =
  /^(?:close|closed|finish|end|ended|abort|aborted|disconnect|disconnecting|disconnected|exit|unpipe|unload|drop|leave)$/;

class Follower {
  readonly #taken: Taken;
  readonly #releases: readonly ts.Node[];
  readonly #analysis: Analysis;
  readonly #active = new Set<ts.Node>();

  constructor(taken: Taken, releases: readonly ts.Node[], analysis: Analysis) {
    this.#taken = taken;
    this.#releases = releases;
    this.#analysis = analysis;
  }

  /** What running the code at a node gives back. */
  outcomeAt(node: ts.Node, depth: number): Teardown {
    const { node: taken, callback } = this.#taken;
    if (callback && isWithin(node, callback)) return 'by-itself';
    const fn = functionOf(node);
    const home = functionOf(taken);
    if (fn === home) return this.#outcomeBeside(node);
    if (!fn) return 'kept';
    if (isWithin(taken, fn)) return 'released';
    if (depth > 6 || this.#active.has(fn)) return 'kept';
    this.#active.add(fn);
    const outcome = this.#outcomeOf(fn, depth);
    this.#active.delete(fn);
    return outcome;
  }

  /** In the function that takes: behind it, in plain sight, or in a `finally`. */
  #outcomeBeside(node: ts.Node): Teardown {
    const { node: taken } = this.#taken;
    if (isInFinally(node)) return 'released';
    if (node.end <= taken.pos) return 'kept';
    if (isConditional(node, taken)) return 'sometimes';
    return this.#leavesBefore(node) ? 'sometimes' : 'released';
  }

  /** A `return` or `throw` on the way that no other release goes with. */
  #leavesBefore(release: ts.Node): boolean {
    const { node: taken } = this.#taken;
    const fn = functionOf(taken);
    let leaves = false;
    walk(fn?.body ?? taken.getSourceFile(), (node) => {
      if (leaves || isFunctionNode(node)) return false;
      const isLeaving = ts.isReturnStatement(node) || ts.isThrowStatement(node);
      if (!isLeaving || node.pos < taken.end || node.end > release.pos || isWithin(release, node)) return true;
      leaves = !this.#releases.some((each) => each.pos > taken.end && isWithin(each, node.parent));
      return false;
    });
    return leaves;
  }

  #outcomeOf(fn: FunctionNode, depth: number): Teardown {
    const { calls } = this.#analysis;
    const sites = calls.callSitesOf(fn).map((site) => this.outcomeAt(site, depth + 1));
    const uses = calls.valueUsesOf(fn).map((use) => this.#outcomeOfValue(use, depth));
    const outcome = best([...sites, ...uses]);
    if (outcome !== 'kept' || sites.length > 0) return outcome;
    // A member may be called by whoever has the object, or by the framework that made it.
    const isRun = isMember(fn) && (calls.isCalled(fn) || calledByFrameworks.test(fn.name?.getText() ?? ''));
    return isRun ? 'released' : outcome;
  }

  #outcomeOfValue(value: ts.Node, depth: number): Teardown {
    const outer = outermost(value);
    const { parent } = outer;
    if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)) return 'kept';
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === outer))
      return this.#outcomeOfReturned(parent);
    if (isAssignment(parent) && parent.right === outer)
      return /error$/i.test(accessName(parent.left) ?? '') ? 'sometimes' : 'released';
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return this.#outcomeOfCallback(parent, outer, depth);
    return 'released';
  }

  #outcomeOfCallback(call: ts.CallExpression | ts.NewExpression, value: ts.Node, depth: number): Teardown {
    const name = calleeName(call) ?? '';
    if (isListening(name) && call.arguments && call.arguments.length > 1) return this.#outcomeOfEvent(call);
    if (name === 'then' || name === 'catch') return this.#isEnd(receiverOf(call)) ? 'released' : 'sometimes';
    if (runsAtOnce.has(name)) return this.outcomeAt(call, depth + 1);
    const takesIt = call.arguments?.indexOf(value as ts.Expression) ?? -1;
    const callee = this.#analysis.index.functionOf(call.expression);
    // What a function of ours does with it is among the call sites.
    return callee?.parameters[takesIt] ? 'kept' : 'released';
  }

  /** A promise that was handed in, or that an object has: `end.then(…)`, `writer.closed.then(…)`. It tells of an end. */
  #isEnd(promise: ts.Expression | undefined): boolean {
    const inner = promise && unwrap(promise);
    if (!inner || !ts.isIdentifier(inner)) return inner !== undefined && isAccess(inner);
    const declaration = this.#analysis.index.declarationOf(inner);
    return declaration !== undefined && (ts.isParameter(declaration) || ts.isBindingElement(declaration));
  }

  #outcomeOfEvent(call: ts.CallExpression | ts.NewExpression): Teardown {
    const receiver = receiverOf(call);
    const isOfProcess = receiver && this.#analysis.lifetimes.ofValue(receiver, receiver) === 'process';
    const [event] = call.arguments ?? [];
    if (!event || !ts.isStringLiteralLike(event)) return 'released';
    if (!closingEvent.test(event.text)) return 'sometimes';
    // What ends with the program ends too late.
    return isOfProcess ? 'kept' : 'released';
  }

  /** An unsubscriber that the caller gets: released, unless a caller drops it. */
  #outcomeOfReturned(returned: ts.Node): Teardown {
    const maker = ts.isArrowFunction(returned) ? returned : functionOf(returned);
    const sites = maker && maker === functionOf(this.#taken.node) ? this.#analysis.calls.callSitesOf(maker) : [];
    return sites.some((site) => ts.isExpressionStatement(outermost(site).parent)) ? 'kept' : 'released';
  }
}

/** The names of methods that add a listener. */
export function isListening(name: string): boolean {
  return /^(?:on|once|addListener|addEventListener|prependListener|prependOnceListener)$/.test(name);
}

const runsAtOnce = new Set(['Promise', 'map', 'forEach', 'filter', 'run', 'flatMap']);

const calledByFrameworks = /^(?:handleDisconnect|onDisconnect|onClose|cancel|return|_destroy|_final)$/i;

function isMember(fn: FunctionNode): boolean {
  return ts.isClassLike(fn.parent) || ts.isPropertyDeclaration(fn.parent) || ts.isObjectLiteralExpression(fn.parent);
}

function isInFinally(node: ts.Node): boolean {
  for (let current = node; !isFunctionNode(current) && !ts.isSourceFile(current); current = current.parent)
    if (ts.isTryStatement(current.parent) && current.parent.finallyBlock === current) return true;
  return false;
}

/** Behind a condition, in a `catch` or in a loop that what was taken does not stand in. */
function isConditional(node: ts.Node, taken: ts.Node): boolean {
  for (let current = node; !isFunctionNode(current) && !ts.isSourceFile(current); current = current.parent) {
    const { parent } = current;
    if (isWithin(taken, parent)) return false;
    const isBranch =
      (ts.isIfStatement(parent) && current !== parent.expression && !namesReleased(parent.expression, node)) ||
      ts.isCatchClause(parent) ||
      ts.isCaseOrDefaultClause(parent) ||
      ts.isConditionalExpression(parent);
    if (isBranch) return true;
  }
  return false;
}

/** `if (timer) clearTimeout(timer)`. */
function namesReleased(condition: ts.Expression, release: ts.Node): boolean {
  if (!ts.isCallExpression(release)) return false;
  const [held] = release.arguments;
  return held !== undefined && condition.getText().includes(held.getText());
}

/** Whether the statement around a node stands in a list of its own, so that others can stand beside it. */
export function ownStatement(node: ts.Node): ts.ExpressionStatement | undefined {
  const statement = statementOf(node);
  const isOwn =
    statement !== undefined &&
    ts.isExpressionStatement(statement) &&
    outermost(node) === statement.expression &&
    statementsAround(statement).length > 0;
  return isOwn ? statement : undefined;
}
