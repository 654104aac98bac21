import { htmlAudit } from './html/audit.ts';
import { htmlDominators } from './html/dominators.ts';
import { htmlEvidence } from './html/evidence.ts';
import { htmlFix } from './html/fix.ts';
import { htmlHeal } from './html/heal.ts';
import { icicleScript, icicleScriptHash } from './html/icicle-script.ts';
import { icicleStyle, icicleStyleHash } from './html/icicle-style.ts';
import { markup, type Part } from './html/markup.ts';
import { page, type Page } from './html/page.ts';
import { htmlScan } from './html/scan.ts';
import type { DominatorsReport, Report } from './report.ts';
import { healVerdict } from './text/heal-summary.ts';

/**
 * A result as one HTML file that loads nothing: it can be mailed, kept as a build's artifact, opened without a network.
 *
 * @example
 * await writeFile('report.html', html({ kind: 'check', result: evidence }));
 */
export function html(report: Report | DominatorsReport): string {
  const content = contentOf(report);
  return page({ ...content, title: `Watertight: ${content.title}` });
}

function contentOf(report: Report | DominatorsReport): Page {
  switch (report.kind) {
    case 'check':
      return {
        title: report.result.verdict,
        subject: runOf('check', report.result.trial.command),
        body: htmlEvidence(report.result),
        ...(report.result.allocations && { extras: icicleExtras }),
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
    case 'audit':
      return { title: 'audit', subject: runOf('audit', report.result.lockFile), body: htmlAudit(report.result) };
    case 'heap-dominators':
      return {
        title: 'dominators',
        subject: runOf('heap dominators', report.result.file),
        body: htmlDominators(report.result),
        extras: icicleExtras,
      };
  }
}

const icicleExtras = {
  style: icicleStyle,
  styleHash: icicleStyleHash,
  script: icicleScript,
  scriptHash: icicleScriptHash,
};

function runOf(name: string, command: string): Part {
  return [name, ' ', markup`<code>${command}</code>`];
}
