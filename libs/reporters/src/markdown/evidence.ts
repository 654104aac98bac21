import { advise, partsOf } from '@watertight/diagnosis';
import type { BudgetResult, Evidence, Leak, Signal } from '@watertight/evidence';
import { budgetSubject, budgetText, overBudgetText } from '../text/budgets.ts';
import { allocationOf, amountOf, signalTitles, slopeOf, titleOf, trialOf, whatOf, whereOf } from '../text/describe.ts';
import { pathTree } from '../text/path-tree.ts';
import { list } from './findings.ts';
import { code, codeBlock, escaped, table } from './text.ts';

/** A trial as Markdown sections. */
export function markdownEvidence(evidence: Evidence): string[] {
  return [
    `# Watertight: ${evidence.verdict}${evidence.baseline ? `, ${evidence.baseline.verdict.replace('-', ' ')}` : ''}${overBudgetText(evidence.budgets) === '' ? '' : ', over budget'}`,
    escaped([evidence.reason, evidence.baseline?.reason].filter(Boolean).join('; ')),
    ...evidence.leaks.flatMap((leak) =>
      leakSections(leak, amountOf(leak, evidence.leaks, evidence.signals), headingOf(leak)),
    ),
    ...list(
      'Gone since the baseline',
      (evidence.baseline?.gone ?? []).map((leak) => escaped(whatOf(leak))),
    ),
    ...budgetSections(evidence.budgets),
    '## Trial',
    escaped(trialOf(evidence.trial, evidence.signals)),
    signalTable(evidence.signals),
  ];
}

function headingOf(leak: Leak): string {
  return `## ${leak.change === undefined ? '' : `${leak.change}: `}${escaped(titleOf(leak))}`;
}

export function leakSections(leak: Leak, amount: string, heading = headingOf(leak)): string[] {
  const where = whereOf(leak);
  return [
    heading,
    [
      `- **how much**: ${escaped(amount)}`,
      `- **what**: ${escaped(whatOf(leak))}`,
      `- **where**: ${where.length > 0 ? where.map(code).join(', ') : 'the line is not known'}`,
      ...(leak.allocationSites.length > 0
        ? [`- **allocated**: ${leak.allocationSites.slice(0, 3).map(allocationOf).map(escaped).join(', ')}`]
        : []),
      ...(leak.finding ? [`- **why**: ${escaped(partsOf(leak.finding).why)}`] : []),
      `- **do**: ${escaped(advise(leak))}`,
    ].join('\n'),
    ...(leak.retainingPath.length > 0 ? [codeBlock(pathTree(leak).join('\n'))] : []),
  ];
}

function budgetSections(budgets: readonly BudgetResult[] = []): string[] {
  if (budgets.length === 0) return [];
  const rows = budgets.map((one) => [one.verdict, escaped(budgetSubject(one, budgets)), escaped(budgetText(one))]);
  return ['## Budgets', table(['', 'route', 'measured'], rows)];
}

function signalTable(signals: readonly Signal[]): string {
  return table(
    ['signal', 'verdict', 'growth', 'reason'],
    signals.map((signal) => [signalTitles[signal.name], signal.verdict, slopeOf(signal), escaped(signal.reason ?? '')]),
  );
}
