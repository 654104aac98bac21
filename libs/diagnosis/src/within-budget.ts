import type { Evidence, Signal } from '@watertight/evidence';

/**
 * Evidence as seen with a budget: memory that grows by no more than `budgetBytes` per request is no leak. Descriptors and requests that
 * are kept have no size, so no budget forgives them. `say` writes an amount of bytes as people read it.
 *
 * @example
 * withinBudget(evidence, 64).verdict; // 'stable' where the heap gains 64 bytes per request or less
 */
export function withinBudget(evidence: Evidence, budgetBytes: number, say = inBytes): Evidence {
  const forgiven = new Set(
    evidence.signals.filter((signal) => isForgiven(signal, budgetBytes)).map(({ name }) => name),
  );
  // Survivors count the objects whose bytes the heap shows.
  if (forgiven.has('heap-after-gc')) forgiven.add('survivors');
  if (![...forgiven].some((name) => isOpen(evidence.signals.find((signal) => signal.name === name)))) return evidence;

  const signals = evidence.signals.map((signal) =>
    forgiven.has(signal.name) && isOpen(signal) ? forgive(signal, say(budgetBytes)) : signal,
  );
  const leaks = evidence.leaks.filter(({ signal }) => !forgiven.has(signal));
  const verdict = verdictOf(signals, evidence.verdict);
  if (verdict !== 'stable') return { ...evidence, signals, leaks };
  return { ...evidence, verdict, reason: reasonOf(evidence.signals, say, budgetBytes), signals, leaks };
}

type Say = (bytes: number) => string;
const inBytes: Say = (bytes) => `${bytes} B`;

// An open verdict counts as within the budget when its whole interval does.
function isForgiven({ verdict, unit, slopePerRequest, interval }: Signal, budgetBytes: number): boolean {
  if (unit !== 'bytes') return false;
  return (verdict === 'inconclusive' ? interval[1] : slopePerRequest) <= budgetBytes;
}

function isOpen(signal: Signal | undefined): boolean {
  return signal !== undefined && signal.verdict !== 'stable';
}

function forgive(signal: Signal, budget: string): Signal {
  return { ...signal, verdict: 'stable', reason: `within the budget of ${budget} per request` };
}

function verdictOf(signals: readonly Signal[], before: Evidence['verdict']): Evidence['verdict'] {
  const verdicts = signals.map(({ verdict }) => verdict);
  if (verdicts.every((verdict) => verdict === 'stable')) return 'stable';
  return before === 'leaking' && !verdicts.includes('leaking') ? 'inconclusive' : before;
}

function reasonOf(signals: readonly Signal[], say: Say, budgetBytes: number): string {
  const slopes = signals.filter(({ unit }) => unit === 'bytes').map(({ slopePerRequest }) => slopePerRequest);
  return `memory grows by ${say(Math.max(0, ...slopes))} per request, within the budget of ${say(budgetBytes)}`;
}
