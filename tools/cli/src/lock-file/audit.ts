import { createHash } from 'node:crypto';
import { relative, sep } from 'node:path';
import { knownLeaks, leaksOf, type KnownLeak } from '@watertight/catalog';
import type { AuditFinding, AuditResult } from '@watertight/evidence';
import type { LockedPackage, LockFile } from './lock-file.ts';
import { waysThrough, type Ways } from './ways.ts';

/** The packages of a lock file that are known to leak at the version they are locked at. */
export function auditOf(
  lock: LockFile,
  { path, folder }: { readonly path: string; readonly folder: string },
): AuditResult {
  const ways = waysThrough(lock);
  const findings = lock.packages.flatMap((one) =>
    leaksOf(one.name, one.version).map((leak) => findingOf(one, leak, ways)),
  );
  return {
    schemaVersion: 1,
    lockFile: relative(folder, path).split(sep).join('/'),
    format: lock.format,
    findings: onceEach(findings).sort(byName),
    stats: { packages: lock.packages.length, knownLeaks: knownLeaks.length },
  };
}

function findingOf({ id, name, version, line }: LockedPackage, leak: KnownLeak, ways: Ways): AuditFinding {
  return {
    package: name,
    version,
    line,
    why: leak.why,
    remedy: leak.remedy,
    firstGood: leak.good ?? leak.before,
    through: ways.to(id),
    isForDevelopment: ways.isForDevelopment(id),
    references: [...leak.references],
    fingerprint: createHash('sha256')
      .update(JSON.stringify([leak.id, name, version]))
      .digest('hex')
      .slice(0, 16),
  };
}

/** The same version in several folders is one finding: that which is not for development only, if there is one. */
function onceEach(findings: readonly AuditFinding[]): AuditFinding[] {
  const byFingerprint = new Map<string, AuditFinding>();
  for (const finding of findings) {
    const known = byFingerprint.get(finding.fingerprint);
    if (!known || (known.isForDevelopment && !finding.isForDevelopment))
      byFingerprint.set(finding.fingerprint, finding);
  }
  return [...byFingerprint.values()];
}

function byName(a: AuditFinding, b: AuditFinding): number {
  return a.package.localeCompare(b.package) || a.version.localeCompare(b.version, undefined, { numeric: true });
}
