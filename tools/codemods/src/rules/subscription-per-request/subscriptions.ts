import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { repetitionOf, type Repetition } from '../../analysis/exchange-in-reach.ts';
import { importedNameOf } from '../../analysis/imports-of.ts';
import { runsOnce } from '../../analysis/once-only.ts';
import { initializerOf } from '../../analysis/program-index.ts';
import {
  accessName,
  calleeName,
  isAccess,
  isFunctionNode,
  outermost,
  receiverOf,
  unwrap,
  foundAtCalls,
  type FunctionNode,
} from '../../analysis/syntax.ts';

/** A `subscribe` on a source of RxJS that lives as long as the process. */
export interface Subscription {
  readonly call: ts.CallExpression;
  readonly source: { readonly name: string; readonly declaration: ts.Node };
  readonly per: Repetition;
  /** The calls that end it; `elsewhere` where it is handed to something that may. */
  readonly ends: readonly ts.Node[] | 'elsewhere';
  readonly callback: FunctionNode | undefined;
}

export function subscriptionsIn(file: ts.SourceFile, analysis: Analysis): Subscription[] {
  return foundAtCalls(file, (call) => subscriptionAt(call, analysis));
}

function subscriptionAt(call: ts.CallExpression, analysis: Analysis): Subscription | undefined {
  const receiver = calleeName(call) === 'subscribe' ? receiverOf(call) : undefined;
  if (!receiver) return undefined;
  const { root, operators } = throughPipes(receiver);
  if (operators.some(endsBySelf)) return undefined;
  const per = repetitionOf(call, analysis);
  const source = per && lastingSource(root, analysis);
  if (!per || !source || runsOnce(call, analysis)) return undefined;
  const first = call.arguments[0] && unwrap(call.arguments[0]);
  return {
    call,
    source,
    per,
    ends: endsOf(call, analysis),
    callback: first && isFunctionNode(first) ? first : undefined,
  };
}

/** `prices.pipe(filter(…), map(…))` to `prices` and its operators. */
function throughPipes(expression: ts.Expression): { root: ts.Expression; operators: readonly ts.Expression[] } {
  let root = unwrap(expression);
  const operators: ts.Expression[] = [];
  while (ts.isCallExpression(root) && /^(?:pipe|asObservable)$/.test(calleeName(root) ?? '')) {
    operators.push(...root.arguments);
    const base = receiverOf(root);
    if (!base) break;
    root = unwrap(base);
  }
  return { root, operators };
}

/** Operators after which a subscription ends without anybody's doing. */
function endsBySelf(operator: ts.Expression): boolean {
  const inner = unwrap(operator);
  if (!ts.isCallExpression(inner)) return true;
  return /^(?:take|first|find|findIndex|takeUntil\w*|takeWhile|timeout\w*|untilDestroyed|single|elementAt|every|isEmpty)$/.test(
    calleeName(inner) ?? '',
  );
}

const subjects = /^(?:Subject|BehaviorSubject|ReplaySubject)$/;

function lastingSource(root: ts.Expression, analysis: Analysis): Subscription['source'] | undefined {
  if (ts.isCallExpression(root)) return emitterSource(root, analysis);
  if (!ts.isIdentifier(root) && !isAccess(root)) return undefined;
  if (analysis.lifetimes.ofValue(root, root) !== 'process') return undefined;
  const declaration = analysis.index.declarationOf(root);
  const name = ts.isIdentifier(root) ? root.text : accessName(root);
  if (!declaration || name === undefined) return undefined;
  return isEndless(declaration, analysis, 0) ? { name, declaration } : undefined;
}

/** Made by `new Subject()`, `interval(…)`, or of another such source; or said to be a subject by its type. */
function isEndless(declaration: ts.Node, analysis: Analysis, depth: number): boolean {
  const value = initializerOf(declaration);
  const made = value && unwrap(value);
  if (!made) return isTypedAsSubject(declaration);
  if (ts.isNewExpression(made)) return isOfRxjs(made.expression, subjects, analysis);
  if (!ts.isCallExpression(made)) return false;
  if (isOfRxjs(made.expression, /^interval$/, analysis)) return true;
  if (isOfRxjs(made.expression, /^fromEvent$/, analysis)) return emitterSource(made, analysis) !== undefined;
  const { root, operators } = throughPipes(made);
  if (root === made || operators.some(endsBySelf) || depth > 3) return false;
  const further = analysis.index.declarationOf(root);
  return further !== undefined && isEndless(further, analysis, depth + 1);
}

/** `fromEvent(bus, 'tick')`: as long as the emitter lives. */
function emitterSource(call: ts.CallExpression, analysis: Analysis): Subscription['source'] | undefined {
  const [emitter] = call.arguments;
  if (!emitter || !isOfRxjs(call.expression, /^fromEvent$/, analysis)) return undefined;
  if (analysis.lifetimes.ofValue(emitter, emitter) !== 'process') return undefined;
  const declaration = analysis.index.declarationOf(unwrap(emitter));
  return declaration && { name: emitter.getText(), declaration };
}

function isTypedAsSubject(declaration: ts.Node): boolean {
  const { type } = declaration as { type?: ts.TypeNode };
  return (
    type !== undefined &&
    ts.isTypeReferenceNode(type) &&
    subjects.test(type.typeName.getText()) &&
    /['"]rxjs['"]/.test(declaration.getSourceFile().text)
  );
}

function isOfRxjs(callee: ts.Expression, name: RegExp, analysis: Analysis): boolean {
  const imported = importedNameOf(analysis.index, callee);
  return imported?.module === 'rxjs' && name.test(imported.name.replace(/^default\./, ''));
}

/** The calls of `unsubscribe`, where the subscription stays in the function or a variable of its own. */
function endsOf(call: ts.CallExpression, analysis: Analysis): Subscription['ends'] {
  const { parent } = outermost(call);
  if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return [];
  if (ts.isArrowFunction(parent)) return isResultDropped(parent, analysis) ? [] : 'elsewhere';
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return 'elsewhere';
  const uses = analysis.index.referencesTo(parent);
  const ends = uses.flatMap((use) => endAt(use));
  const isOnlyRead = uses.every((use) => isAccess(use.parent) && use.parent.expression === use);
  return isOnlyRead ? ends : 'elsewhere';
}

function endAt(use: ts.Node): ts.Node[] {
  const access = use.parent;
  const isEnd = isAccess(access) && accessName(access) === 'unsubscribe';
  if (!isEnd) return [];
  return ts.isCallExpression(access.parent) && access.parent.expression === access ? [access.parent] : [access];
}

/** `(req, res) => feed.subscribe(…)` as a handler: what it returns goes nowhere. */
function isResultDropped(fn: ts.ArrowFunction, analysis: Analysis): boolean {
  return analysis.calls.activationOf(fn) === 'request' && analysis.calls.callSitesOf(fn).length === 0;
}
