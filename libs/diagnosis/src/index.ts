export { listenersIn, type Listeners } from './listeners.ts';
export { againstBaseline } from './against-baseline.ts';
export { advise } from './advise.ts';
export {
  budgetGroups,
  judgeBudgets,
  withBudgets,
  type Allowance,
  type Allowances,
  type BudgetGroup,
  type Budgets,
} from './budgets.ts';
export { explain, type Symptoms } from './explain.ts';
export { explainEvidence } from './explain-evidence.ts';
export { partsOf, type FindingParts } from './finding-parts.ts';
export { objectsOf } from './objects-of.ts';
export { parseBytes } from './parse-bytes.ts';
export { weighAnswers, type Weighed } from './weigh-answers.ts';
export { withinBudget } from './within-budget.ts';
