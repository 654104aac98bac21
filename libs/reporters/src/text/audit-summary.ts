import type { AuditFinding, AuditResult } from '@watertight/evidence';
import { decimal, plural } from './units.ts';

/** `2 packages are locked at versions known to leak; 412 packages of package-lock.json checked`. */
export function auditSummary({ findings, lockFile, stats }: AuditResult): string {
  const checked = `${plural(stats.packages, 'package')} of ${lockFile} checked against ${decimal(stats.knownLeaks)} known leaks`;
  if (findings.length === 0) return `no package is locked at a version known to leak; ${checked}`;
  const many = findings.length > 1;
  return `${plural(findings.length, 'package')} ${many ? 'are' : 'is'} locked at ${many ? 'versions' : 'a version'} known to leak; ${checked}`;
}

/** `a 1.0.0 > b 2.1.0`: how the project comes to need it; empty where it depends on it directly. */
export function wayOf({ through, isForDevelopment }: AuditFinding): string {
  const way = through.length > 1 ? through.slice(0, -1).join(' > ') : '';
  if (!isForDevelopment) return way;
  return way === '' ? 'development only' : `${way} (development only)`;
}
