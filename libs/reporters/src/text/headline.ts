import type { Report } from '../report.ts';
import { auditSummary } from './audit-summary.ts';
import { overBudgetText } from './budgets.ts';
import { fixSummary } from './fix-summary.ts';
import { healSummary } from './heal-summary.ts';
import { printable } from './printable.ts';
import { scanSummary } from './scan-summary.ts';

/** A result in one line. */
export function headlineOf(report: Report): string {
  return printable(sentenceOf(report));
}

function sentenceOf(report: Report): string {
  switch (report.kind) {
    case 'check':
      return [
        `${report.result.verdict}: ${report.result.reason}`,
        report.result.baseline?.reason,
        overBudgetText(report.result.budgets),
      ]
        .filter(Boolean)
        .join('; ');
    case 'scan': {
      const { found, searched } = scanSummary(report.result);
      return `${found}; ${searched}`;
    }
    case 'fix':
      return fixSummary(report.result);
    case 'heal':
      return healSummary(report.result).text;
    case 'audit':
      return auditSummary(report.result);
  }
}
