import { ts } from 'ts-morph';
import type { ProgramIndex } from './program-index.ts';
import {
  calleeName,
  functionOf,
  isAccess,
  isWithin,
  receiverOf,
  unwrap,
  walk,
  type CallLike,
  type FunctionNode,
} from './syntax.ts';

/**
 * Whether the events that a call listens to belong to the run of the function around it: those of an emitter made there,
 * heard once, or heard until it ends and the promise made there is resolved.
 */
export function isPartOfRun(index: ProgramIndex, call: CallLike): boolean {
  const emitter = emitterOf(index, call);
  if (!emitter || !isLocal(emitter)) return false;
  const fn = functionOf(call);
  if (!fn) return false;
  if (calleeName(call) === 'once') return functionOf(emitter) === fn || executorOf(fn) !== undefined;
  return isExecutor(fn) && resolvesAtEnd(index, fn, emitter);
}

/** The variable or parameter that an emitter is reached by: `child` for `child.stdout.on(…).on(…)`. */
function emitterOf(index: ProgramIndex, call: CallLike): ts.Node | undefined {
  let receiver = receiverOf(call);
  while (receiver) {
    const inner = unwrap(receiver);
    if (ts.isIdentifier(inner)) return index.declarationOf(inner);
    if (isAccess(inner)) receiver = inner.expression;
    else receiver = ts.isCallExpression(inner) ? receiverOf(inner) : undefined;
  }
  return undefined;
}

function isLocal(declaration: ts.Node): boolean {
  return (
    (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration)) && functionOf(declaration) !== undefined
  );
}

function executorOf(fn: FunctionNode): ts.NewExpression | undefined {
  const { parent } = fn;
  const isMade = ts.isNewExpression(parent) && calleeName(parent) === 'Promise' && parent.arguments?.[0] === fn;
  return isMade ? parent : undefined;
}

const isExecutor = (fn: FunctionNode) => executorOf(fn) !== undefined;

/** `child.on('close', () => resolve(output))` in the executor. */
function resolvesAtEnd(index: ProgramIndex, executor: FunctionNode, emitter: ts.Node): boolean {
  const [resolve] = executor.parameters;
  if (!resolve) return false;
  const resolving = index.referencesTo(resolve);
  let found = false;
  walk(executor, (node) => {
    if (!ts.isCallExpression(node) || !/^(?:on|once)$/.test(calleeName(node) ?? '')) return;
    const [event, handler] = node.arguments;
    if (!event || !handler || !ts.isStringLiteralLike(event) || !/^(?:end|close|exit|finish)$/.test(event.text)) return;
    const body = ts.isIdentifier(handler) ? (index.functionOf(handler) ?? handler) : handler;
    found ||= emitterOf(index, node) === emitter && resolving.some((reference) => isWithin(reference, body));
  });
  return found;
}
