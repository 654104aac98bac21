import type { AuditResult } from '@watertight/evidence';
import { auditSummary, wayOf } from '../text/audit-summary.ts';
import { plural } from '../text/units.ts';
import { code, escaped, table } from './text.ts';

/** Locked versions that are known to leak, as a table. */
export function markdownAudit(audit: AuditResult): string[] {
  const { findings } = audit;
  return [
    `# Watertight: ${findings.length === 0 ? 'no known leaks' : plural(findings.length, 'known leak')} in dependencies`,
    ...(findings.length > 0
      ? [
          table(
            ['package', 'what', 'through', 'do', 'see'],
            findings.map((finding) => [
              code(`${finding.package}@${finding.version}`),
              escaped(finding.why),
              escaped(wayOf(finding)),
              escaped(finding.remedy),
              finding.references.map((url) => `<${url}>`).join(' '),
            ]),
          ),
        ]
      : []),
    escaped(auditSummary(audit)),
  ];
}
