import type { BudgetResult } from '@watertight/evidence';
import { budgetSubject, budgetText } from '../text/budgets.ts';
import { heading } from './heading.ts';
import type { Part } from './markup.ts';
import { table } from './table.ts';
import { badge } from './verdict.ts';

const tones = { within: 'stable', over: 'leaking', inconclusive: 'inconclusive' } as const;

/** Each budget and what was measured; nothing where none was set. */
export function budgetsSection(budgets: readonly BudgetResult[] = []): Part {
  if (budgets.length === 0) return null;
  return [
    heading(2, 'Budgets'),
    table(
      ['verdict', 'route', 'measured'],
      budgets.map((one) => [badge(tones[one.verdict], one.verdict), budgetSubject(one, budgets), budgetText(one)]),
    ),
  ];
}
