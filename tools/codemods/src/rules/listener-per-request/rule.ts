import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import type { Detection, Rule } from '../../rule.ts';
import { additionsIn, additionText, type Addition } from './additions.ts';
import { removalFix } from './removal-rewrite.ts';
import { fateOf, hasDeadline, type Fate } from './removals.ts';

/** A listener that each request adds to an emitter of the process, or to a kept-alive socket, and that stays there. */
export const listenerPerRequest: Rule<'listener-per-request'> = {
  cause: 'listener-per-request',
  gate: additionText,
  *detect(file, { analysis }) {
    for (const addition of additionsIn(file, analysis)) {
      const fate = fateOf(addition, analysis);
      const certainty = certaintyOf(addition, fate);
      if (certainty) yield detection(addition, fate, certainty, analysis);
    }
  },
};

/** How sure it is that listeners pile up; undefined where they go. */
function certaintyOf(addition: Addition, { teardown }: Fate): Detection['confidence'] | undefined {
  if (teardown === 'released') return undefined;
  // Heard once, or until it has what it waits for: it stays only where the event is not bound to come.
  if (addition.isOnce || teardown === 'by-itself') return isBoundToCome(addition) ? undefined : 'medium';
  return teardown === 'sometimes' || addition.owner === 'connection' ? 'medium' : 'high';
}

function isBoundToCome(addition: Addition): boolean {
  const { event, owner } = addition;
  if (hasDeadline(addition)) return false;
  if (owner === 'connection' && ts.isStringLiteralLike(event)) return !/^(?:close|end|error|timeout)$/.test(event.text);
  return !(ts.isStringLiteralLike(event) && finalEvent.test(event.text));
}

/** What happens at most once in the life of an emitter, or never. */
const finalEvent = /^(?:SIG\w+|exit|beforeExit|uncaughtException|abort|shutdown|error|close)$/;

function detection(addition: Addition, fate: Fate, confidence: Detection['confidence'], analysis: Analysis): Detection {
  const { call, emitter } = addition;
  const name = emitter.getText();
  const declaration = analysis.places.placeOf(emitter)?.declaration;
  return {
    node: call,
    message: `${name} ${problemOf(addition, fate)}`,
    confidence,
    ...(declaration && { sink: { name, declaration } }),
    subject: `${name} ${addition.event.getText()}`,
    fix: removalFix(addition, fate, confidence, analysis),
  };
}

function problemOf({ owner, per, isOnce }: Addition, { teardown, mistaken }: Fate): string {
  const ending = per === 'request' ? 'the response closes' : 'the connection closes';
  if (mistaken && teardown === 'kept')
    return `gains a listener per ${per}, and line ${lineOf(mistaken)} removes another function; keep the listener in a variable for both`;
  if (owner === 'connection')
    return `gains a listener per ${per} and outlives it by keep-alive; listen to the response, or remove the listener when it closes`;
  if (isOnce || teardown === 'by-itself')
    return `keeps a listener per ${per} until an event that may not come; remove it when ${ending} as well`;
  if (teardown === 'sometimes')
    return `gains a listener per ${per} that only some paths remove; remove it when ${ending}`;
  return `gains a listener per ${per}; remove it when ${ending}`;
}

function lineOf(node: ts.Node): number {
  return ts.getLineAndCharacterOfPosition(node.getSourceFile(), node.getStart()).line + 1;
}
