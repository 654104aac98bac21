import type { AuditFinding, AuditResult } from '@watertight/evidence';
import type { TextStyle } from '../report.ts';
import { auditSummary, wayOf } from '../text/audit-summary.ts';
import { printable } from '../text/printable.ts';
import { joinBlocks, layoutFor, type Layout } from './layout.ts';

/** Locked versions that are known to leak: what each keeps, what brings it, what to do. */
export function humanAudit(audit: AuditResult, style: TextStyle): string {
  const layout = layoutFor(style);
  return joinBlocks([
    ...audit.findings.map((finding) => findingBlock(finding, audit, layout)),
    [layout.heading(printable(auditSummary(audit)))],
  ]);
}

function findingBlock(finding: AuditFinding, { lockFile }: AuditResult, layout: Layout): string[] {
  const { package: name, version, why, remedy, line, references } = finding;
  const way = wayOf(finding);
  return [
    layout.paint.bold(printable(`${name} ${version}`)),
    layout.row('what', printable(why)),
    layout.row('where', layout.paint.cyan(printable(`${lockFile}:${line}`))),
    ...(way === '' ? [] : [layout.row('through', printable(way))]),
    layout.row('do', printable(remedy)),
    ...references.map((url, index) => layout.row(index === 0 ? 'see' : '', printable(url))),
  ];
}
