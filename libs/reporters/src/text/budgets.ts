import type { BudgetResult } from '@watertight/evidence';
import { signalTitles } from './describe.ts';
import { printable } from './printable.ts';
import { bytes } from './units.ts';

/** Whose budget it is, among those of a trial: a route, or all that have none of their own. */
export function budgetSubject({ route }: BudgetResult, among: readonly BudgetResult[]): string {
  if (route !== null) return printable(route);
  return among.some((other) => other.route !== null) ? 'all other routes' : 'all routes';
}

/** `heap after GC grows by 412 B per request, budget 64 B` */
export function budgetText(result: BudgetResult): string {
  const { limits, signal, measuredBytes, budgetBytes, isUpperBound } = result;
  const measured = `${isUpperBound ? 'at most ' : ''}${bytes(Math.max(0, measuredBytes))}`;
  const said =
    limits === 'growth-per-request' ? `grows by ${measured} per request` : `is ${measured} after a collection`;
  return `${signalTitles[signal]} ${said}, budget ${bytes(budgetBytes)}`;
}

/** `over budget: GET /users/{n}: heap after GC …`; empty where each is kept. */
export function overBudgetText(budgets: readonly BudgetResult[] = []): string {
  const over = budgets.filter(({ verdict }) => verdict === 'over');
  if (over.length === 0) return '';
  return `over budget: ${over.map((one) => `${budgetSubject(one, budgets)}: ${budgetText(one)}`).join('; ')}`;
}
