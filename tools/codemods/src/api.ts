import type { Finding, ScanResult } from '@watertight/evidence';
import type { LoadedConfig } from './config/load-config.ts';
import type { Suppressions } from './suppressions.ts';

export interface LoadOptions {
  /** What `watertight.config.*` says; without it, the defaults hold. */
  readonly config?: LoadedConfig | undefined;
  /** Look for findings in these files only, relative to the root; what the others say of them is heeded. */
  readonly within?: ReadonlySet<string> | undefined;
}

/** Which findings to speak of; the analysis always sees the whole program. */
export interface Selection {
  readonly only?: readonly string[] | undefined;
  readonly skip?: readonly string[] | undefined;
  /** Only findings in these files, relative to the root. */
  readonly changed?: ReadonlySet<string> | undefined;
  /** Findings that are accepted for now. */
  readonly suppressions?: Suppressions | undefined;
}

export interface ScanOptions extends LoadOptions, Selection {
  /** Folder or single file; files in findings are relative to the folder. */
  readonly path: string;
}

export interface PlanOptions extends ScanOptions {
  /** Also plan `suggested` fixes. */
  readonly unsafe?: boolean;
  /** Plan only the findings for which this holds. */
  readonly select?: (finding: Finding) => boolean;
}

/** Sources that were read and analysed once; it answers for them as they were then, however often it is asked. */
export interface Project {
  scan(options?: Selection): ScanResult;
  planFixes(options?: Omit<PlanOptions, 'path' | 'config'>): FixPlan;
}

export interface FileEdit {
  /** Relative to the root. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

export interface NeededDependency {
  readonly name: string;
  readonly version: string;
  /** The `package.json` that should list it, relative to the root; null where there is none. */
  readonly packageJson: string | null;
}

/** What would change; nothing is written yet. */
export interface FixPlan {
  readonly edits: readonly FileEdit[];
  readonly fixed: readonly Finding[];
  readonly left: readonly { readonly finding: Finding; readonly why: string }[];
  readonly dependencies: readonly NeededDependency[];
  /** Decisions made for the author, such as the cap of a cache: a person must confirm them. */
  readonly assumptions: readonly string[];
  /** How many entries what was bounded still takes in before it stops growing: the largest cap, 0 where nothing was. */
  readonly capEntries: number;
  readonly notAnalysed: ScanResult['notAnalysed'];
}
