import { CodedError, type Evidence, type HealOutcome, type Leak, type SignalName } from '@watertight/evidence';

/** Whether two records are of one leak: signatures may move with the code, names and files do not. */
export function isSameLeak(a: Leak, b: Leak): boolean {
  if (a.signature === b.signature) return true;
  return a.sink !== null && b.sink !== null && a.sink.name === b.sink.name && a.sink.file === b.sink.file;
}

/**
 * Why a leak is not proved gone, or nothing where it is.
 * A stable trial proves it. While other leaks go on, the leak must be missing from the record, and its signal must be flat,
 * have fallen beyond its error, or be explained by leaks that were known before: a leak in a new shape is no cure.
 */
export function whyNotGone(leak: Leak, before: Evidence, after: Evidence): string | undefined {
  if (after.verdict === 'stable') return undefined;
  if (after.verdict === 'inconclusive') return `the trial after the rewrite is inconclusive: ${after.reason}`;
  if (after.leaks.some((other) => isSameLeak(other, leak))) return 'it still leaks after the rewrite';
  const isKnown = (other: Leak) => before.leaks.some((known) => isSameLeak(known, other));
  const others = after.leaks.filter((other) => other.signal === leak.signal);
  const othersExplainIt = others.length > 0 && others.every(isKnown);
  const signal = signalOf(after, leak.signal);
  const fell = signal.interval[1] < signalOf(before, leak.signal).interval[0];
  if (signal.verdict === 'stable' || fell || othersExplainIt) return undefined;
  return `${leak.signal} leaks as much as before the rewrite`;
}

/** One side of a proof, by the signal that shows the leak. */
export function outcomeOf(evidence: Evidence, name: SignalName): HealOutcome {
  const { verdict, slopePerRequest, interval, unit } = signalOf(evidence, name);
  return { verdict, slopePerRequest, interval, unit };
}

function signalOf(evidence: Evidence, name: SignalName) {
  const signal = evidence.signals.find((candidate) => candidate.name === name);
  if (signal) return signal;
  throw new CodedError('INTERNAL', `expected the signal ${name} in both trials, one has none; report this`);
}
