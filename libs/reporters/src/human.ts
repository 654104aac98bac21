import { humanAudit } from './human/audit.ts';
import { humanEvidence } from './human/evidence.ts';
import { humanFix } from './human/fix.ts';
import { humanHeal } from './human/heal.ts';
import { humanHeapDiff } from './human/heap-diff.ts';
import { humanHeapDominators } from './human/heap-dominators.ts';
import { humanHeapGrowth } from './human/heap-growth.ts';
import { humanHeapRetainers } from './human/heap-retainers.ts';
import { humanHeapStrings } from './human/heap-strings.ts';
import { humanHeapSummary } from './human/heap-summary.ts';
import { humanScan } from './human/scan.ts';
import type { HeapReport, Report, TextStyle } from './report.ts';

/**
 * A result as text for a terminal.
 *
 * @example
 * process.stdout.write(human({ kind: 'check', result: evidence }, { color: false, width: 80 }));
 */
export function human(report: Report | HeapReport, style: TextStyle = { color: false, width: 80 }): string {
  switch (report.kind) {
    case 'check':
      return humanEvidence(report.result, style);
    case 'scan':
      return humanScan(report.result, style);
    case 'fix':
      return humanFix(report.result, style);
    case 'heal':
      return humanHeal(report.result, style);
    case 'audit':
      return humanAudit(report.result, style);
    case 'heap-summary':
      return humanHeapSummary(report.result, style);
    case 'heap-diff':
      return humanHeapDiff(report.result, style);
    case 'heap-growth':
      return humanHeapGrowth(report.result, style);
    case 'heap-retainers':
      return humanHeapRetainers(report.result, style);
    case 'heap-dominators':
      return humanHeapDominators(report.result, style);
    case 'heap-strings':
      return humanHeapStrings(report.result, style);
  }
}
