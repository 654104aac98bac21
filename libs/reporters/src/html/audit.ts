import type { AuditFinding, AuditResult } from '@watertight/evidence';
import { auditChecked, auditFound, wayOf } from '../text/audit-summary.ts';
import { code, facts, lines } from './facts.ts';
import { heading } from './heading.ts';
import { markup, type Part } from './markup.ts';
import { prose } from './prose.ts';
import { verdictBanner } from './verdict.ts';

/** Locked versions that are known to leak. */
export function htmlAudit(audit: AuditResult): Part {
  return [
    verdictBanner(audit.findings.length > 0 ? 'leaking' : 'stable', markup`<em>${auditFound(audit)}</em>`, [
      auditChecked(audit),
    ]),
    audit.findings.map((finding) => [heading(2, nameOf(finding)), details(finding, audit)]),
  ];
}

function nameOf({ package: name, version }: AuditFinding): string {
  return `${name} ${version}`;
}

function details(finding: AuditFinding, { lockFile }: AuditResult): Part {
  return facts([
    ['what', prose(finding.why)],
    ['where', code(`${lockFile}:${finding.line}`)],
    ['through', wayOf(finding)],
    ['do', prose(finding.remedy)],
    ['see', lines(finding.references)],
  ]);
}
