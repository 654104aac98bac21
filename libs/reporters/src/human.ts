import { humanEvidence } from './human/evidence.ts';
import { humanFix } from './human/fix.ts';
import { humanHeal } from './human/heal.ts';
import { humanScan } from './human/scan.ts';
import type { Report, TextStyle } from './report.ts';

/**
 * A result as text for a terminal.
 *
 * @example
 * process.stdout.write(human({ kind: 'check', result: evidence }, { color: false, width: 80 }));
 */
export function human(report: Report, style: TextStyle = { color: false, width: 80 }): string {
  switch (report.kind) {
    case 'check':
      return humanEvidence(report.result, style);
    case 'scan':
      return humanScan(report.result, style);
    case 'fix':
      return humanFix(report.result, style);
    case 'heal':
      return humanHeal(report.result, style);
  }
}
