import type { BudgetResult } from '@watertight/evidence';
import { budgetSubject, budgetText } from '../text/budgets.ts';
import { overBudgetRule, type Problem } from './problem.ts';

/** The budgets that are exceeded: of a route as a whole, so no line is named. */
export function problemsOfBudgets(budgets: readonly BudgetResult[] = []): Problem[] {
  return budgets
    .filter(({ verdict }) => verdict === 'over')
    .map((one) => ({
      rule: overBudgetRule,
      level: 'error',
      message: `${budgetSubject(one, budgets)} is over its budget: ${budgetText(one)}`,
      details: [],
      place: null,
      flow: [],
      fingerprint: [overBudgetRule, one.route ?? '*', one.signal, one.limits].join(':'),
    }));
}
