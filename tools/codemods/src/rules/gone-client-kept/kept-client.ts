import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { isConnection } from '../../analysis/exchange-in-reach.ts';
import type { Growth } from '../../analysis/growth.ts';
import { isResponseName } from '../../analysis/handlers.ts';
import { calleeName, functionOf, isAccess, receiverOf, some, unwrap } from '../../analysis/syntax.ts';

/** The client that a growing collection keeps: a socket, or a response that is left open to write to later. */
export function keptClient({ insertion }: Growth, analysis: Analysis): ts.Identifier | undefined {
  const { key, values } = insertion;
  const candidates = [...(key ? [key] : []), ...values].flatMap((value) => namesIn(unwrap(value)));
  return candidates.find((name) => isConnection(name, analysis) || isOpenResponse(name, analysis));
}

/** `socket`, `socket.id`, `reply.raw`, `{ id, res }`. */
function namesIn(value: ts.Expression): ts.Identifier[] {
  if (ts.isIdentifier(value)) return [value];
  if (isAccess(value)) return isOwnName(value) ? namesIn(unwrap(value.expression)) : [];
  if (!ts.isObjectLiteralExpression(value)) return [];
  return value.properties.flatMap((property) => {
    if (ts.isShorthandPropertyAssignment(property)) return [property.name];
    return ts.isPropertyAssignment(property) ? namesIn(unwrap(property.initializer)) : [];
  });
}

/** What stands for the whole of it; `socket.remoteAddress` is the client's address, which comes again. */
function isOwnName(access: ts.PropertyAccessExpression | ts.ElementAccessExpression): boolean {
  return ts.isPropertyAccessExpression(access) && /^(?:id|raw|res|socket)$/.test(access.name.text);
}

/** A response whose handler does not answer: who keeps it writes to it later. */
function isOpenResponse(name: ts.Identifier, analysis: Analysis): boolean {
  if (!isResponseName(name.text) || !analysis.isExchange(name)) return false;
  const fn = functionOf(name);
  // With a third parameter it is a middleware, and another answers.
  if (!fn || fn.parameters.length > 2) return false;
  return !some(fn, (node) => {
    if (!ts.isCallExpression(node)) return false;
    const receiver = receiverOf(node);
    const isAnswer = receiver !== undefined && answers.has(calleeName(node) ?? '') && receiver.getText() !== 'JSON';
    return isAnswer && some(receiver, (each) => ts.isIdentifier(each) && each.text === name.text);
  });
}

const answers = new Set(['end', 'json', 'send', 'sendFile', 'sendStatus', 'redirect', 'render', 'jsonp', 'download']);
