import type { CauseId } from '@watertight/catalog';
import type { Finding } from '@watertight/evidence';
import type { ts } from 'ts-morph';
import type { Analysis } from './analysis/analysis.ts';
import type { ImportNeed } from './edits/imports.ts';
import type { TextEdit } from './edits/text-edit.ts';
import type { ImportedPackage } from './imported-packages.ts';
import type { PackageVersions } from './project/package-versions.ts';

/** What a rule may ask while it looks at a file. */
export interface RuleContext {
  readonly analysis: Analysis;
  readonly versions: PackageVersions;
}

/** Detects one cause and knows its rewrite. */
export interface Rule<Id extends CauseId = CauseId> {
  readonly cause: Id;
  /** Text that any file with a finding contains: the cheap gate before the tree is walked. */
  readonly gate: RegExp;
  /** Yields every place that shows the cause; reads the tree and changes nothing. */
  detect(file: ts.SourceFile, context: RuleContext): Iterable<Detection>;
}

/** One place that shows a cause, still tied to the tree. */
export interface Detection {
  readonly node: ts.Node;
  readonly message: string;
  readonly confidence: Finding['confidence'];
  /** The long-lived variable or field. */
  readonly sink?: { readonly name: string; readonly declaration: ts.Node };
  /** What names the finding within its scope; the sink's name where it has one. */
  readonly subject?: string;
  readonly fix: Fix;
}

/** Only an `automatic` fix surely keeps behaviour; a `suggested` one waits for a person; `manual` explains. */
export type Fix =
  | { readonly kind: 'automatic' | 'suggested'; rewrite(): Rewrite }
  | { readonly kind: 'manual'; readonly advice: string };

/** What a fix changes, and what comes with it. */
export interface Rewrite {
  readonly edits: readonly TextEdit[];
  readonly imports?: readonly ImportNeed[];
  readonly dependencies?: readonly ImportedPackage[];
  readonly assumptions?: readonly string[];
  /** Where the fix bounds what grew: how many entries it still takes in before it stops growing. */
  readonly capEntries?: number;
}
