import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { calleeName, compactText, foundAtCalls, functionOf, startOf, unwrap } from '../../analysis/syntax.ts';
import { isListening } from '../../analysis/teardown.ts';
import type { Detection } from '../../rule.ts';
import { emitterOf } from '../listener-per-request/additions.ts';
import { isNew } from '../listener-per-request/removals.ts';

/**
 * A removal that names a function made on the spot removes nothing, however often listeners are added: with `start` and `stop`
 * of a class, one stays for each turn.
 */
export function loneRemovalsIn(file: ts.SourceFile, known: ReadonlySet<ts.Node>, analysis: Analysis): Detection[] {
  const additions = foundAtCalls(file, (call) => (isAddition(call) ? call : undefined));
  if (additions.length === 0) return [];
  const removals = foundAtCalls(file, (call) => (isVain(call) ? call : undefined));
  return removals.flatMap((removal) => {
    const added = additions.find((each) => isFor(each, removal));
    if (!added || known.has(added) || !mayStay(added, analysis)) return [];
    return [detection(added, removal)];
  });
}

function isAddition(call: ts.CallExpression): boolean {
  return isListening(calleeName(call) ?? '') && call.arguments.length >= 2;
}

/** `off('tick', () => …)`, `off('tick', this.send.bind(this))`. */
function isVain(call: ts.CallExpression): boolean {
  const [event, removed] = call.arguments;
  const isRemoval = /^(?:off|removeListener|removeEventListener)$/.test(calleeName(call) ?? '');
  return (
    isRemoval &&
    event !== undefined &&
    removed !== undefined &&
    ts.isStringLiteralLike(event) &&
    isNew(unwrap(removed)) &&
    !isLookup(unwrap(removed))
  );
}

/** `wrappers.get(listener)` gives back what was added. */
function isLookup(removed: ts.Expression): boolean {
  return ts.isCallExpression(removed) && /^(?:get|find|pop|shift|take)/.test(calleeName(removed) ?? '');
}

/** The same event of the same emitter, with a function that is made on the spot as well. */
function isFor(added: ts.CallExpression, removal: ts.CallExpression): boolean {
  const [event, listener] = added.arguments;
  const [removedEvent] = removal.arguments;
  const one = emitterOf(added);
  const other = emitterOf(removal);
  if (!event || !listener || !removedEvent || !one || !other) return false;
  return (
    compactText(event) === compactText(removedEvent) &&
    compactText(one) === compactText(other) &&
    isNew(unwrap(listener))
  );
}

/** On something that lives longer than the run, or may: not at start-up, and not on what the request or the function made. */
function mayStay(added: ts.CallExpression, { calls, index, lifetimes }: Analysis): boolean {
  const emitter = emitterOf(added);
  if (!emitter || functionOf(added) === undefined || calls.activationAt(added) === 'startup') return false;
  const inner = unwrap(emitter);
  const declaration = ts.isIdentifier(inner) ? index.declarationOf(inner) : undefined;
  const isOfRun = declaration !== undefined && functionOf(declaration) !== undefined && !ts.isParameter(declaration);
  const lifetime = lifetimes.ofValue(emitter, emitter);
  return !isOfRun && (lifetime === 'process' || lifetime === 'unknown');
}

function detection(added: ts.CallExpression, removal: ts.CallExpression): Detection {
  const name = emitterOf(added)?.getText() ?? 'the emitter';
  const advice = 'keep the listener in a variable for both';
  return {
    node: added,
    message: `${name} keeps this listener, for line ${startOf(removal).line} removes another function; ${advice}`,
    confidence: 'medium',
    subject: `${name} ${added.arguments[0]?.getText() ?? ''}`,
    fix: { kind: 'manual', advice: `${advice}, such as a field that is set once` },
  };
}
