import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { exchangeInReach, type Exchange } from '../../analysis/exchange-in-reach.ts';
import { calleeName, functionOf, isWithin, some, unwrap } from '../../analysis/syntax.ts';
import { ownStatement } from '../../analysis/teardown.ts';
import { indentAt, styleOf } from '../../edits/file-style.ts';
import { insertAfter } from '../../edits/lines.ts';
import { insertAt, replaceNode, type TextEdit } from '../../edits/text-edit.ts';
import type { Detection, Fix } from '../../rule.ts';
import { freeName, whenOver } from '../closing-statement.ts';
import type { Addition } from './additions.ts';
import { annotated } from './annotated-listener.ts';
import { isNew, type Fate } from './removals.ts';

/** The listener in a variable, and its removal when the response closes; or the variable in place of another function. */
export function removalFix(
  addition: Addition,
  { mistaken }: Fate,
  confidence: Detection['confidence'],
  analysis: Analysis,
): Fix {
  const statement = ownStatement(addition.call);
  const isHoisted = isNew(unwrap(addition.listener));
  const name = isHoisted ? freeName(addition.call, namesFor(addition)) : addition.listener.getText();
  if (!statement || name === undefined || !isRepeatable(addition))
    return { kind: 'manual', advice: 'keep the listener in a variable and remove it when the response closes' };
  const hoisting = isHoisted ? hoist(addition, statement, name, analysis) : [];
  const corrected = mistaken && isHoisted ? mistaken.arguments[1] : undefined;
  if (mistaken && corrected && isInScope(mistaken, statement))
    return { kind: 'suggested', rewrite: () => ({ edits: [...hoisting, replaceNode(corrected, name)] }) };
  const exchange = exchangeInReach(addition.call, analysis);
  if (!exchange) {
    const advice = 'remove the listener when the request is over; no response that would say so is in reach here';
    return { kind: 'manual', advice };
  }
  return {
    kind: isForTheResponse(addition, exchange, confidence) ? 'automatic' : 'suggested',
    rewrite: () => ({
      edits: [...hoisting, insertAfter(statement, whenOver(statement, exchange, removal(addition, name)))],
    }),
  };
}

/** `onTick` for `'tick'`. */
function namesFor({ event }: Addition): string[] {
  const inner = unwrap(event);
  const words = ts.isStringLiteralLike(inner) ? (inner.text.match(/[A-Za-z0-9]+/g) ?? []) : [];
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return [...(name ? [`on${name}`] : []), 'listener', ...(name ? [`on${name}Event`] : [])];
}

/** The emitter and the event can be named again without doing anything twice. */
function isRepeatable({ emitter, event, call }: Addition): boolean {
  const isDoing = (node: ts.Node) =>
    ts.isNewExpression(node) || ts.isAwaitExpression(node) || (ts.isCallExpression(node) && calleeName(node) !== 'get');
  return call.arguments.length > 1 && !some(emitter, isDoing) && !some(event, isDoing);
}

function hoist({ listener }: Addition, statement: ts.Statement, name: string, analysis: Analysis): TextEdit[] {
  const file = statement.getSourceFile();
  const { newLine, semicolon } = styleOf(file);
  const declaration = `const ${name} = ${annotated(listener, analysis)}${semicolon}`;
  return [
    insertAt(file, statement.getStart(), declaration + newLine + indentAt(statement)),
    replaceNode(listener, name),
  ];
}

function removal({ call, emitter, event }: Addition, name: string): string {
  const method = calleeName(call) === 'addEventListener' ? 'removeEventListener' : 'off';
  return `${emitter.getText()}.${method}(${event.getText()}, ${name})`;
}

/** The variable stands before the removal, in a block around it. */
function isInScope(removing: ts.Node, statement: ts.Statement): boolean {
  return removing.pos > statement.end && isWithin(removing, statement.parent);
}

/** Only what writes to the response, from the very handler that has it, surely has nothing to do once that closed. */
function isForTheResponse({ call, callback }: Addition, exchange: Exchange, confidence: string): boolean {
  if (confidence !== 'high' || exchange.overText !== undefined || !callback) return false;
  const { text } = exchange.parameter;
  return (
    functionOf(call) === exchange.parameter.parent.parent &&
    some(callback, (node) => ts.isIdentifier(node) && node.text === text)
  );
}
