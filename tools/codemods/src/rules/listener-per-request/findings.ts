import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { endOf } from '../../analysis/exchange-in-reach.ts';
import { functionOf, some } from '../../analysis/syntax.ts';
import type { Detection } from '../../rule.ts';
import { additionsIn, type Addition } from './additions.ts';
import { removalFix } from './removal-rewrite.ts';
import { fateOf, hasDeadline, type Fate } from './removals.ts';

/** The causes that listeners show, each told apart by what keeps them or why they stay. */
export type ListenerCause = 'listener-per-request' | 'mismatched-removal' | 'kept-socket-listener' | 'abort-listener';

interface Sorted {
  readonly cause: ListenerCause;
  readonly detection: Detection;
}

// Four rules ask for the same files.
const known = new WeakMap<Analysis, Map<ts.SourceFile, readonly Sorted[]>>();

/** The listeners of a file that pile up for one cause. */
export function listenerFindings(file: ts.SourceFile, cause: ListenerCause, analysis: Analysis): Detection[] {
  return allIn(file, analysis)
    .filter((each) => each.cause === cause)
    .map(({ detection }) => detection);
}

/** The calls that some finding is about already. */
export function knownAdditions(file: ts.SourceFile, analysis: Analysis): ReadonlySet<ts.Node> {
  return new Set(allIn(file, analysis).map(({ detection }) => detection.node));
}

function allIn(file: ts.SourceFile, analysis: Analysis): readonly Sorted[] {
  let ofAnalysis = known.get(analysis);
  if (!ofAnalysis) known.set(analysis, (ofAnalysis = new Map<ts.SourceFile, readonly Sorted[]>()));
  let found = ofAnalysis.get(file);
  if (!found) ofAnalysis.set(file, (found = [...sortedIn(file, analysis)]));
  return found;
}

function* sortedIn(file: ts.SourceFile, analysis: Analysis): Generator<Sorted> {
  for (const addition of additionsIn(file, analysis)) {
    const fate = fateOf(addition, analysis);
    const certainty = certaintyOf(addition, fate);
    if (certainty) yield { cause: causeOf(addition, fate), detection: detection(addition, fate, certainty, analysis) };
  }
}

function causeOf({ owner, event, emitter }: Addition, { mistaken, teardown }: Fate): ListenerCause {
  if (mistaken && teardown === 'kept') return 'mismatched-removal';
  if (owner === 'connection') return 'kept-socket-listener';
  const isAbort = ts.isStringLiteralLike(event) && event.text === 'abort' && /signal/i.test(emitter.getText());
  return isAbort ? 'abort-listener' : 'listener-per-request';
}

/** How sure it is that listeners pile up; undefined where they go. */
function certaintyOf(addition: Addition, { teardown }: Fate): Detection['confidence'] | undefined {
  if (teardown === 'released' || (addition.owner === 'connection' && sendsEvents(addition.call))) return undefined;
  // Heard once, or until it has what it waits for: it stays only where the event is not bound to come.
  if (addition.isOnce || teardown === 'by-itself') return isBoundToCome(addition) ? undefined : 'medium';
  return teardown === 'sometimes' || addition.owner === 'connection' ? 'medium' : 'high';
}

/** A stream of events ends with its connection: no other request follows on it. */
function sendsEvents(call: ts.CallExpression): boolean {
  for (let fn = functionOf(call); fn; fn = functionOf(fn))
    if (some(fn, (node) => ts.isStringLiteralLike(node) && node.text.startsWith('text/event-stream'))) return true;
  return false;
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
  const ending = endOf(per);
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
