import {
  CodedError,
  isSameLeak,
  type Evidence,
  type HealOutcome,
  type Leak,
  type Signal,
  type SignalName,
} from '@watertight/evidence';

/**
 * Why a leak is not proved gone, or nothing where it is.
 * A stable trial proves it. While other leaks go on, the leak must be missing from the record and its signal must be flat or
 * have fallen beyond its error: a leak in a new shape is no cure, nor is one that is only hidden by a larger one. Held requests
 * do not add up: any one holder keeps them all, so there other holders that were known before explain what is left.
 */
export function whyNotGone(leak: Leak, before: Evidence, after: Evidence): string | undefined {
  if (after.verdict === 'stable') return undefined;
  if (after.verdict === 'inconclusive') return `the trial after the rewrite is inconclusive: ${after.reason}`;
  if (after.leaks.some((other) => isSameLeak(other, leak))) return 'it still leaks after the rewrite';
  const [was, is] = signalsOf(leak.signal, before, after);
  const fell = is.interval[1] < was.interval[0];
  if (is.verdict === 'stable' || fell) return undefined;
  const others = after.leaks.filter((other) => other.signal === leak.signal);
  const wereKnown = others.every((other) => before.leaks.some((known) => isSameLeak(known, other)));
  if (is.name === 'watched-objects' && others.length > 0 && wereKnown) return undefined;
  return `${is.name} leaks as much as before the rewrite`;
}

/** Both sides of a proof, by the signal that shows the leak. */
export function outcomesOf(
  leak: Leak,
  before: Evidence,
  after: Evidence,
): { signal: SignalName; before: HealOutcome; after: HealOutcome } {
  const [was, is] = signalsOf(leak.signal, before, after);
  return { signal: is.name, before: outcomeOf(was), after: outcomeOf(is) };
}

function outcomeOf({ verdict, slopePerRequest, interval, unit }: Signal): HealOutcome {
  return { verdict, slopePerRequest, interval, unit };
}

/** Not every signal is taken in each trial (survivors only on small heaps); the heap itself always is. */
function signalsOf(name: SignalName, before: Evidence, after: Evidence): readonly [Signal, Signal] {
  for (const candidate of [name, 'heap-after-gc']) {
    const [was, is] = [before, after].map(({ signals }) => signals.find((signal) => signal.name === candidate));
    if (was && is) return [was, is];
  }
  throw new CodedError('INTERNAL', `expected the signal ${name} in both trials, one has none; report this`);
}
