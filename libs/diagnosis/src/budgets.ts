import type { BudgetedSignal, BudgetResult, Evidence, Signal } from '@watertight/evidence';
import { withinBudget, type GrowthBudget } from './within-budget.ts';

/** What one signal may have, in bytes: growth with each request, and size after a collection. */
export interface Allowance {
  readonly growthPerRequest?: number | undefined;
  readonly sizeAfterCollection?: number | undefined;
}

export type Allowances = { readonly [Name in BudgetedSignal]?: Allowance | undefined };

/** Budgets of single routes, and one for all others. */
export interface Budgets {
  /** By the name of the route, such as `GET /users/{n}`. */
  readonly ofRoutes: ReadonlyMap<string, Allowances>;
  readonly ofOthers?: Allowances | undefined;
}

/** Routes that share budgets. */
export interface BudgetGroup {
  /** Null for all routes, or for those that have no budgets of their own. */
  readonly route: string | null;
  readonly routes: readonly string[];
  readonly allowances: Allowances;
}

/** The routes of a trial by the budgets that they share; a load that tells no routes is one group. */
export function budgetGroups({ ofRoutes, ofOthers }: Budgets, routes: readonly string[]): BudgetGroup[] {
  const own = [...ofRoutes]
    .map(([route, allowances]) => ({ route, routes: routes.filter((other) => other === route), allowances }))
    .filter((group) => group.routes.length > 0);
  const others = routes.filter((route) => !ofRoutes.has(route));
  const isAnyLeft = others.length > 0 || routes.length === 0;
  return isAnyLeft && ofOthers ? [...own, { route: null, routes: others, allowances: ofOthers }] : own;
}

/**
 * Each budget of a group against a trial of its routes alone; or of more routes, which can only have grown more than the group's own:
 * then `inconclusive` means that a trial of the group alone is needed.
 */
export function judgeBudgets(group: BudgetGroup, evidence: Evidence): BudgetResult[] {
  return budgetedSignals.flatMap((name) => {
    const { growthPerRequest, sizeAfterCollection } = group.allowances[name] ?? {};
    return [
      ...(growthPerRequest === undefined ? [] : judgeGrowth(group, name, growthPerRequest, evidence)),
      ...(sizeAfterCollection === undefined ? [] : judgeSize(group, name, sizeAfterCollection, evidence)),
    ];
  });
}

const budgetedSignals: readonly BudgetedSignal[] = ['heap-after-gc', 'external'];

/** How many requests of the load there were for each one of the group: routes have turns. */
function dilutionOf({ routes }: BudgetGroup, { trial }: Evidence): number {
  return routes.length === 0 ? 1 : Math.max(trial.routes.length, 1) / routes.length;
}

function judgeGrowth(
  group: BudgetGroup,
  name: BudgetedSignal,
  budgetBytes: number,
  evidence: Evidence,
): BudgetResult[] {
  const signal = evidence.signals.find((one) => one.name === name);
  if (!signal) return [];
  const dilution = dilutionOf(group, evidence);
  const isAlone = dilution === 1;
  const measured = (isAlone ? signal.slopePerRequest : signal.interval[1]) * dilution;
  return [
    {
      ...common(group, name, budgetBytes, isAlone),
      limits: 'growth-per-request',
      measuredBytes: rounded(measured),
      verdict: isAlone ? growthVerdict(signal, budgetBytes) : measured <= budgetBytes ? 'within' : 'inconclusive',
    },
  ];
}

// What a trial calls stable is no growth, whatever its slope; what it leaves open is within where its whole interval is.
function growthVerdict({ verdict, slopePerRequest, interval }: Signal, budgetBytes: number): BudgetResult['verdict'] {
  if (verdict === 'stable') return 'within';
  if (verdict === 'leaking') return slopePerRequest <= budgetBytes ? 'within' : 'over';
  return interval[1] <= budgetBytes ? 'within' : 'inconclusive';
}

function judgeSize(group: BudgetGroup, name: BudgetedSignal, budgetBytes: number, evidence: Evidence): BudgetResult[] {
  const sizes = evidence.trial.series.map((sample) =>
    name === 'external' ? sample.externalBytes : sample.heapUsedBytes,
  );
  if (sizes.length === 0) return [];
  const measured = Math.max(...sizes);
  const isAlone = dilutionOf(group, evidence) === 1;
  return [
    {
      ...common(group, name, budgetBytes, isAlone),
      limits: 'size-after-collection',
      measuredBytes: measured,
      verdict: measured <= budgetBytes ? 'within' : isAlone ? 'over' : 'inconclusive',
    },
  ];
}

function common({ route }: BudgetGroup, signal: BudgetedSignal, budgetBytes: number, isAlone: boolean) {
  return { route, signal, budgetBytes, ...(!isAlone && { isUpperBound: true }) };
}

const rounded = (bytes: number) => Number(bytes.toPrecision(6));

/**
 * Evidence with its budgets: growth that all budgets allow is no leak. Where a route has no budget, nothing is forgiven, as nobody
 * said how much it may grow.
 */
export function withBudgets(
  evidence: Evidence,
  groups: readonly BudgetGroup[],
  results: readonly BudgetResult[],
  say?: (bytes: number) => string,
): Evidence {
  if (results.length === 0) return evidence;
  return { ...withinBudget(evidence, forgivenOf(evidence, groups, results), say), budgets: [...results] };
}

function forgivenOf(
  { trial }: Evidence,
  groups: readonly BudgetGroup[],
  results: readonly BudgetResult[],
): GrowthBudget {
  const [first] = groups;
  const isOne = groups.length === 1 && first !== undefined && first.routes.length === trial.routes.length;
  const forgiven = (name: BudgetedSignal): number | undefined => {
    if (isOne) return first.allowances[name]?.growthPerRequest;
    const growth = results.filter(({ signal, limits }) => signal === name && limits === 'growth-per-request');
    const covered = groups.filter(({ allowances }) => allowances[name]?.growthPerRequest !== undefined);
    const isEachCovered = covered.flatMap(({ routes }) => routes).length === trial.routes.length;
    return isEachCovered && growth.every(({ verdict }) => verdict === 'within') ? Infinity : undefined;
  };
  return { 'heap-after-gc': forgiven('heap-after-gc'), external: forgiven('external') };
}
