import type { AuditResult } from '@watertight/evidence';

/** One version of a package that a lock file pins. */
export interface LockedPackage {
  /** Tells it from other versions, and from the same version elsewhere in the tree. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** Where it is pinned; counts from 1. */
  readonly line: number;
  /** Ids of what it depends on. */
  readonly needs: readonly string[];
}

/** A dependency that the project itself names. */
export interface DirectDependency {
  readonly id: string;
  readonly isForDevelopment: boolean;
}

/** What all lock files have in common. */
export interface LockFile {
  readonly format: AuditResult['format'];
  readonly packages: readonly LockedPackage[];
  readonly direct: readonly DirectDependency[];
}
