import type { AuditFinding, AuditResult } from '@watertight/evidence';
import { plural } from './units.ts';

/** `2 packages are locked at versions known to leak; 412 packages of package-lock.json checked against 11 known leaks`. */
export function auditSummary(audit: AuditResult): string {
  return `${auditFound(audit)}; ${auditChecked(audit)}`;
}

export function auditFound({ findings }: AuditResult): string {
  if (findings.length === 0) return 'no package is locked at a version known to leak';
  const many = findings.length > 1;
  return `${plural(findings.length, 'package')} ${many ? 'are' : 'is'} locked at ${many ? 'versions' : 'a version'} known to leak`;
}

export function auditChecked({ lockFile, stats }: AuditResult): string {
  return `${plural(stats.packages, 'package')} of ${lockFile} checked against ${plural(stats.knownLeaks, 'known leak')}`;
}

/** `a 1.0.0 > b 2.1.0`: how the project comes to need it; empty where it depends on it directly. */
export function wayOf({ through, isForDevelopment }: AuditFinding): string {
  const way = through.length > 1 ? through.slice(0, -1).join(' > ') : '';
  if (!isForDevelopment) return way;
  return way === '' ? 'development only' : `${way} (development only)`;
}
