import type { CauseId } from '@watertight/catalog';
import type { Leak } from '@watertight/evidence';
import { listenersIn } from './listeners.ts';

/** What evidence tells about a cause: everything but the leak's identity. */
export type Symptoms = Pick<Leak, 'signal' | 'sink' | 'constructor' | 'package' | 'retainingPath' | 'cyclic'>;

/**
 * The cause of the catalog that explains run-time evidence, or null where none does: a wrong name misleads more than none.
 *
 * @example
 * explain({ signal: 'descriptors', sink: null, constructor: null, package: null, retainingPath: [] }); // 'unclosed-file'
 */
export function explain(symptoms: Symptoms): CauseId | null {
  // Who owns the sink decides who can mend it, whatever kind of memory it is.
  if (symptoms.package)
    return symptoms.package.name === 'express-session' ? 'memory-session-store' : 'leaky-dependency';
  if (symptoms.signal === 'descriptors') return 'unclosed-file';
  if (isTimers(symptoms)) return 'timer-per-request';
  if (isListeners(symptoms)) return isOfSignal(symptoms) ? 'abort-listener' : 'listener-per-request';
  if (symptoms.sink?.kind === 'Promise') return 'race-with-lasting-promise';
  if (isText(symptoms)) return 'growing-text';
  if (areCallbacks(symptoms)) return null;

  const kind = symptoms.sink?.kind ?? '';
  if (isList(kind)) return symptoms.cyclic ? 'anchored-cycle' : 'growing-request-list';
  if (isSet(kind)) return symptoms.cyclic ? 'anchored-cycle' : 'unbounded-cache';
  if (isDictionary(kind)) return 'unbounded-cache';
  if (symptoms.signal === 'watched-objects') return 'request-in-field';
  return null;
}

/** A variable or field that holds one text, which becomes longer. */
function isText({ sink, constructor }: Symptoms): boolean {
  return sink?.kind === 'variable' && /^\(?(?:concatenated |sliced )?string\)?$/.test(constructor ?? '');
}

function isTimers({ sink }: Symptoms): boolean {
  return sink?.kind === 'TimersList';
}

function isListeners({ sink, retainingPath }: Symptoms): boolean {
  return (
    listenersIn(sink) !== null ||
    /(^|\.)_events\b/.test(sink?.name ?? '') ||
    retainingPath.at(-2)?.includes('_events') === true
  );
}

function isOfSignal({ sink }: Symptoms): boolean {
  return /signal\.addEventListener\(/i.test(sink?.name ?? '');
}

// Functions and timers in an array or map of the program's own are neither a cache nor a list of records.
function areCallbacks({ constructor }: Symptoms): boolean {
  return /^\(?(closure|function|async function|timeout|immediate)\)?$/i.test(constructor ?? '');
}

function isList(kind: string): boolean {
  return /^array\b/i.test(kind);
}

function isSet(kind: string): boolean {
  return kind === 'Set';
}

function isDictionary(kind: string): boolean {
  return kind === 'Map' || kind === 'Object' || kind === 'object';
}
