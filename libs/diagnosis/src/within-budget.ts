import type { BudgetedSignal, Evidence, Signal } from '@watertight/evidence';

/** Growth per request to put up with, in bytes, of each signal that has a size; without one, none is. */
export type GrowthBudget = { readonly [Name in BudgetedSignal]?: number | undefined };

/**
 * Evidence as seen with a budget: memory that grows by no more than `budget` bytes per request is no leak. Descriptors and requests
 * that are kept have no size, so no budget forgives them. `say` writes an amount of bytes as people read it.
 *
 * @example
 * withinBudget(evidence, 64).verdict; // 'stable' where the heap gains 64 bytes per request or less
 */
export function withinBudget(evidence: Evidence, budget: number | GrowthBudget, say = inBytes): Evidence {
  const budgets: GrowthBudget = typeof budget === 'number' ? { 'heap-after-gc': budget, external: budget } : budget;
  const forgiven = new Set(evidence.signals.filter((signal) => isForgiven(signal, budgets)).map(({ name }) => name));
  // Survivors count the objects whose bytes the heap shows.
  if (forgiven.has('heap-after-gc')) forgiven.add('survivors');
  if (![...forgiven].some((name) => isOpen(evidence.signals.find((signal) => signal.name === name)))) return evidence;

  const signals = evidence.signals.map((signal) =>
    forgiven.has(signal.name) && isOpen(signal) ? forgive(signal, budgets, say) : signal,
  );
  const leaks = evidence.leaks.filter(({ signal }) => !forgiven.has(signal));
  const verdict = verdictOf(signals, evidence.verdict);
  if (verdict !== 'stable') return { ...evidence, signals, leaks };
  return { ...evidence, verdict, reason: reasonOf(evidence.signals, budgets, say), signals, leaks };
}

type Say = (bytes: number) => string;
const inBytes: Say = (bytes) => `${bytes} B`;

// An open verdict counts as within the budget when its whole interval does.
function isForgiven({ name, verdict, unit, slopePerRequest, interval }: Signal, budgets: GrowthBudget): boolean {
  const budgetBytes = budgetOf(name, budgets);
  if (unit !== 'bytes' || budgetBytes === undefined) return false;
  return (verdict === 'inconclusive' ? interval[1] : slopePerRequest) <= budgetBytes;
}

function budgetOf(name: Signal['name'], budgets: GrowthBudget): number | undefined {
  return name === 'heap-after-gc' || name === 'external' ? budgets[name] : undefined;
}

function isOpen(signal: Signal | undefined): boolean {
  return signal !== undefined && signal.verdict !== 'stable';
}

function forgive(signal: Signal, budgets: GrowthBudget, say: Say): Signal {
  // Survivors go with the heap.
  const budgetBytes = budgetOf(signal.name, budgets) ?? budgets['heap-after-gc'];
  return { ...signal, verdict: 'stable', reason: `within the budget of ${allowed(budgetBytes, say)}` };
}

// What was allowed to each route alone has no one number.
function allowed(budgetBytes: number | undefined, say: Say): string {
  return budgetBytes === undefined || budgetBytes === Infinity ? 'each route' : `${say(budgetBytes)} per request`;
}

function verdictOf(signals: readonly Signal[], before: Evidence['verdict']): Evidence['verdict'] {
  const verdicts = signals.map(({ verdict }) => verdict);
  if (verdicts.every((verdict) => verdict === 'stable')) return 'stable';
  return before === 'leaking' && !verdicts.includes('leaking') ? 'inconclusive' : before;
}

function reasonOf(signals: readonly Signal[], budgets: GrowthBudget, say: Say): string {
  const [largest] = signals
    .filter(({ unit }) => unit === 'bytes')
    .sort((a, b) => b.slopePerRequest - a.slopePerRequest);
  const grows = `memory grows by ${say(Math.max(0, largest?.slopePerRequest ?? 0))} per request`;
  const budget = largest && budgetOf(largest.name, budgets);
  const within = budget === undefined || budget === Infinity ? 'each route' : say(budget);
  return `${grows}, within the budget of ${within}`;
}
