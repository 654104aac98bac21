import { relative, resolve } from 'node:path';
import {
  budgetGroups,
  judgeBudgets,
  parseBytes,
  withBudgets,
  type Allowance,
  type Allowances,
  type BudgetGroup,
  type Budgets,
} from '@watertight/diagnosis';
import type { SignalBudgets } from '@watertight/codemods';
import { CodedError, type BudgetResult, type Evidence } from '@watertight/evidence';
import { bytes } from '@watertight/reporters';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';

export interface BudgetArguments {
  /** Growth per request, in bytes, for all routes. */
  readonly budget?: number;
  /** False for `--no-config`. */
  readonly config?: string | boolean;
}

/** The budgets of the configuration at or above the target; a growth that is typed takes the place of all growths in it. */
export async function budgetsFor(
  typed: BudgetArguments,
  root: string,
  tools: Tools,
  world: World,
): Promise<Budgets | undefined> {
  const configured = await configuredBudgets(typed, root, tools, world);
  const { budget } = typed;
  if (budget === undefined) return configured;
  const [ofOthers = {}, ofRoutes = new Map<string, Allowances>()] = [configured?.ofOthers, configured?.ofRoutes];
  return {
    ofOthers: withGrowth(ofOthers, budget),
    ofRoutes: new Map([...ofRoutes].map(([route, one]) => [route, withGrowth(one, budget)])),
  };
}

function withGrowth({ external, 'heap-after-gc': heap }: Allowances, growthPerRequest: number): Allowances {
  return { 'heap-after-gc': { ...heap, growthPerRequest }, external: { ...external, growthPerRequest } };
}

async function configuredBudgets(
  { config: typed }: BudgetArguments,
  root: string,
  tools: Tools,
  world: World,
): Promise<Budgets | undefined> {
  if (typed === false) return undefined;
  const { loadConfig } = await tools.settings();
  const found = loadConfig(root, typeof typed === 'string' ? resolve(world.cwd, typed) : undefined);
  if (found?.config.budgets === undefined) return undefined;
  const { '*': ofOthers, ...others } = found.config.budgets;
  const ofRoutes = new Map<string, Allowances>();
  for (const [text, one] of Object.entries(others)) {
    ofRoutes.set(await routeName(text, relative(world.cwd, found.file), tools), allowancesOf(one));
  }
  return { ofRoutes, ...(ofOthers && { ofOthers: allowancesOf(ofOthers) }) };
}

async function routeName(text: string, file: string, tools: Tools): Promise<string> {
  try {
    const { method, path } = await tools.parseRoute(text, {});
    return `${method} ${path}`;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    throw new CodedError('CONFIG_INVALID', `${file}: budgets: ${error.message}; or '*' for all others`, {
      cause: error,
    });
  }
}

function allowancesOf(one: SignalBudgets): Allowances {
  return { 'heap-after-gc': allowanceOf(one.heap), external: allowanceOf(one.external) };
}

function allowanceOf(written: SignalBudgets['heap']): Allowance | undefined {
  if (written === undefined) return undefined;
  const { perRequest, afterCollection } = typeof written === 'string' ? { perRequest: written } : written;
  return { growthPerRequest: amountOf(perRequest), sizeAfterCollection: amountOf(afterCollection) };
}

// That it is an amount is known since the configuration was read.
function amountOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : (parseBytes(text) ?? undefined);
}

interface Budgeted {
  readonly evidence: Evidence;
  readonly notes: readonly string[];
}

/**
 * A trial with its budgets. Where a trial of all routes cannot tell whether one of them keeps to its budget, `runAlone` makes
 * a trial of that one.
 */
export async function applyBudgets(
  evidence: Evidence,
  budgets: Budgets | undefined,
  runAlone: (group: BudgetGroup) => Promise<Evidence>,
): Promise<Budgeted> {
  if (!budgets) return { evidence, notes: [] };
  const groups = budgetGroups(budgets, [...new Set(evidence.trial.routes)]);
  const results: BudgetResult[] = [];
  for (const group of groups) {
    const together = judgeBudgets(group, evidence);
    const isSettled = together.every(({ isUpperBound, verdict }) => !isUpperBound || verdict === 'within');
    results.push(...(isSettled ? together : judgeBudgets(group, await runAlone(group))));
  }
  const untried = [...budgets.ofRoutes.keys()].filter((route) => !evidence.trial.routes.includes(route));
  return { evidence: withBudgets(evidence, groups, results, bytes), notes: untried.map(noteOnUntried) };
}

function noteOnUntried(route: string): string {
  return `the budget of ${route} was not tried, as that route was not loaded; add it with --route`;
}

/** 1 where a budget is exceeded, 3 where one could not be judged, else what the verdict says. */
export function statusWithBudgets({ budgets = [] }: Evidence, status: 0 | 1 | 3): 0 | 1 | 3 {
  if (status === 1 || budgets.some(({ verdict }) => verdict === 'over')) return 1;
  return budgets.some(({ verdict }) => verdict === 'inconclusive') ? 3 : status;
}
