import type { AuditFinding, AuditResult } from '@watertight/evidence';
import { printable } from '../text/printable.ts';
import type { Problem } from './problem.ts';

/** A locked version that is known to leak, at its line of the lock file. */
export function problemOfAudit(finding: AuditFinding, { lockFile }: Pick<AuditResult, 'lockFile'>): Problem {
  const { package: name, version, why, remedy, line, through, references, fingerprint } = finding;
  return {
    rule: 'leaky-dependency',
    level: 'warning',
    message: printable(`${name} ${version} ${why}; ${remedy}`),
    details: [...(through.length > 1 ? [printable(`through ${through.join(' > ')}`)] : []), ...references],
    place: { file: lockFile, line },
    flow: [],
    fingerprint,
  };
}
