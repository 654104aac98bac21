import { dirname, resolve } from 'node:path';
import { auditOf } from '../lock-file/audit.ts';
import { findLockFile } from '../lock-file/find-lock-file.ts';
import { readLockFile } from '../lock-file/read-lock-file.ts';
import type { World } from '../world.ts';
import type { Outcome } from './outcome.ts';

export interface AuditArguments {
  readonly path: string;
}

/** Checks a lock file against the leaks of published packages: 1 where one of them is locked, else 0. */
export async function audit(typed: AuditArguments, world: World): Promise<Outcome> {
  const asked = resolve(world.cwd, typed.path);
  const { path, others } = await findLockFile(asked);
  const folder = asked === path ? dirname(path) : asked;
  const result = auditOf(await readLockFile(path), { path, folder });
  return {
    report: { kind: 'audit', result },
    root: folder,
    exitStatus: result.findings.length > 0 ? 1 : 0,
    notes: others.map((name) => `${name} lies beside it and was not read; name it to check that one`),
  };
}
