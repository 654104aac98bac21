import { markdownAudit } from './markdown/audit.ts';
import { markdownEvidence } from './markdown/evidence.ts';
import { markdownFix, markdownScan } from './markdown/findings.ts';
import { markdownHeal } from './markdown/heal.ts';
import type { Report } from './report.ts';

/** A result as Markdown, for a pull request or a build summary. */
export function markdown(report: Report): string {
  return `${sectionsOf(report).join('\n\n')}\n`;
}

function sectionsOf(report: Report): string[] {
  switch (report.kind) {
    case 'check':
      return markdownEvidence(report.result);
    case 'scan':
      return markdownScan(report.result);
    case 'fix':
      return markdownFix(report.result);
    case 'heal':
      return markdownHeal(report.result);
    case 'audit':
      return markdownAudit(report.result);
  }
}
