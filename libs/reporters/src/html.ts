import { htmlEvidence } from './html/evidence.ts';
import { htmlFix } from './html/fix.ts';
import { htmlHeal } from './html/heal.ts';
import { markup, type Part } from './html/markup.ts';
import { page } from './html/page.ts';
import { htmlScan } from './html/scan.ts';
import type { Report } from './report.ts';
import { healVerdict } from './text/heal-summary.ts';

/**
 * A result as one HTML file that loads nothing: it can be mailed, kept as a build's artifact, opened without a network.
 *
 * @example
 * await writeFile('report.html', html({ kind: 'check', result: evidence }));
 */
export function html(report: Report): string {
  const { title, subject, body } = contentOf(report);
  return page({ title: `Watertight: ${title}`, subject, body });
}

function contentOf(report: Report): { title: string; subject: Part; body: Part } {
  switch (report.kind) {
    case 'check':
      return {
        title: report.result.verdict,
        subject: runOf('check', report.result.trial.command),
        body: htmlEvidence(report.result),
      };
    case 'scan':
      return { title: 'scan', subject: 'scan', body: htmlScan(report.result) };
    case 'fix':
      return { title: 'fix', subject: 'fix', body: htmlFix(report.result) };
    case 'heal':
      return {
        title: `heal, ${healVerdict(report.result)}`,
        subject: runOf('heal', report.result.before.trial.command),
        body: htmlHeal(report.result),
      };
  }
}

function runOf(name: string, command: string): Part {
  return [name, ' ', markup`<code>${command}</code>`];
}
