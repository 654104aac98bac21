import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { assignedTo } from '../../analysis/containers.ts';
import { importedNameOf } from '../../analysis/imports-of.ts';
import { runsOnce } from '../../analysis/once-only.ts';
import { initializerOf } from '../../analysis/program-index.ts';
import {
  accessName,
  calleeName,
  foundAtCalls,
  functionOf,
  isAccess,
  isAssignment,
  isFunctionNode,
  receiverOf,
  some,
  unwrap,
  type FunctionNode,
} from '../../analysis/syntax.ts';

/** A call that hangs something of a request on a promise that may never settle. */
export interface LastingReaction {
  readonly node: ts.CallExpression;
  readonly promise: string;
  readonly declaration: ts.Node;
}

export function lastingReactionsIn(file: ts.SourceFile, analysis: Analysis): LastingReaction[] {
  return foundAtCalls(file, (call) => reactionAt(call, analysis));
}

function reactionAt(call: ts.CallExpression, analysis: Analysis): LastingReaction | undefined {
  const candidates = promisesAwaitedBy(call);
  if (candidates.length === 0 || analysis.calls.activationAt(call) !== 'request') return undefined;
  for (const candidate of candidates) {
    const declaration = lastingPromise(candidate, analysis);
    if (declaration && !runsOnce(call, analysis)) return { node: call, promise: candidate.getText(), declaration };
  }
  return undefined;
}

/** `Promise.race([a, b])`, `Promise.any([a, b])`, `a.then(…)`. */
function promisesAwaitedBy(call: ts.CallExpression): ts.Expression[] {
  const name = calleeName(call) ?? '';
  const receiver = receiverOf(call);
  if (!receiver) return [];
  if (/^(?:race|any)$/.test(name) && receiver.getText() === 'Promise') {
    const list = call.arguments[0] && unwrap(call.arguments[0]);
    return list && ts.isArrayLiteralExpression(list) ? list.elements.map((element) => unwrap(element)) : [];
  }
  return /^(?:then|catch|finally)$/.test(name) ? [unwrap(receiver)] : [];
}

/** The declaration of a promise of the process that only the end of the process, or nothing at all, settles. */
function lastingPromise(expression: ts.Expression, analysis: Analysis): ts.Node | undefined {
  if (!ts.isIdentifier(expression) && !isAccess(expression)) return undefined;
  const name = ts.isIdentifier(expression) ? expression.text : accessName(expression);
  if (name === undefined || settledAtStart.test(name)) return undefined;
  const place = analysis.places.placeOf(expression);
  if (!place || analysis.lifetimes.of(place, expression) !== 'process') return undefined;
  const values = valuesOf(place.declaration, analysis);
  const [value] = values;
  return value && values.length === 1 && isLasting(unwrap(value), analysis) ? place.declaration : undefined;
}

/** What begins with the process and is over soon: `dbReady`, `initialised`. */
const settledAtStart = /ready|init|connect(?!ionLost)|load|start|open|boot|warm|setup|listening/i;

function valuesOf(declaration: ts.Node, { index }: Analysis): ts.Expression[] {
  const start = initializerOf(declaration);
  const assigned = index.referencesTo(declaration).flatMap(assignedTo);
  return [...new Set([...(start ? [start] : []), ...assigned])].filter(
    (each) => each.kind !== ts.SyntaxKind.NullKeyword,
  );
}

function isLasting(value: ts.Expression, analysis: Analysis): boolean {
  if (ts.isCallExpression(value)) {
    // once(process, 'SIGTERM').then(() => { throw … }) settles when the first does.
    const before = /^(?:then|catch|finally)$/.test(calleeName(value) ?? '') ? receiverOf(value) : undefined;
    return before ? isLasting(unwrap(before), analysis) : isEndOfProcess(value, analysis);
  }
  if (!ts.isNewExpression(value) || calleeName(value) !== 'Promise') return false;
  const executor = value.arguments?.[0] && unwrap(value.arguments[0]);
  return executor !== undefined && isFunctionNode(executor) && settlesLate(executor, analysis);
}

/** `once(process, 'SIGTERM')`, `once(signal, 'abort')`. */
function isEndOfProcess(call: ts.CallExpression, analysis: Analysis): boolean {
  const imported = importedNameOf(analysis.index, call.expression);
  const event = call.arguments[1];
  return imported?.module === 'events' && imported.name === 'once' && event !== undefined && isLastEvent(event);
}

const lastEvent = /^(?:SIG[A-Z0-9]+|exit|beforeExit|abort|shutdown|stop|close|closing|terminate|disconnect)$/;

function isLastEvent(event: ts.Expression): boolean {
  return ts.isStringLiteralLike(event) && lastEvent.test(event.text);
}

/** Nothing settles it, a last event does, or what a function that only a last event calls does. */
function settlesLate(executor: FunctionNode, analysis: Analysis): boolean {
  const settlers = executor.parameters.flatMap((parameter) => analysis.index.referencesTo(parameter));
  return settlers.every((settler) => isAtLastEvent(settler, executor) || isKeptForTheEnd(settler, analysis));
}

/** `process.once('SIGTERM', resolve)`, `signal.addEventListener('abort', () => reject(…))`. */
function isAtLastEvent(settler: ts.Node, within: ts.Node): boolean {
  for (let node = settler; node !== within && !ts.isSourceFile(node); node = node.parent) {
    const { parent } = node;
    if (!ts.isCallExpression(parent) || node === parent.expression) continue;
    const [event] = parent.arguments;
    if (/^(?:on|once|addListener|addEventListener)$/.test(calleeName(parent) ?? ''))
      return event !== undefined && event !== node && isLastEvent(event);
  }
  return false;
}

/** `stop = resolve`, where `stop` is only called at the end. */
function isKeptForTheEnd(settler: ts.Node, analysis: Analysis): boolean {
  const { parent } = settler;
  if (!isAssignment(parent) || parent.right !== settler) return false;
  const kept = unwrap(parent.left);
  const declaration = ts.isIdentifier(kept) || isAccess(kept) ? analysis.index.declarationOf(kept) : undefined;
  if (!declaration) return false;
  const calls = analysis.index
    .referencesTo(declaration)
    .filter((use) => !(isAssignment(use.parent) && use.parent.left === use));
  return calls.every((use) => {
    const fn = functionOf(use);
    return fn !== undefined && (isAtLastEvent(use, use.getSourceFile()) || isShutdown(fn));
  });
}

function isShutdown(fn: FunctionNode): boolean {
  const name = fn.name?.getText() ?? (ts.isVariableDeclaration(fn.parent) ? fn.parent.name.getText() : '');
  const says = /shutdown|stop|close|terminate|dispose|destroy|drain/i;
  return says.test(name) && !some(fn, (node) => ts.isIdentifier(node) && node.text === 'setTimeout');
}
