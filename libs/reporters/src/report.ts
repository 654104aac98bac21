import type {
  AuditResult,
  Evidence,
  FixResult,
  HealResult,
  HeapDiff,
  HeapDominators,
  HeapGrowth,
  HeapRetainers,
  HeapStrings,
  HeapSummary,
  ScanResult,
} from '@watertight/evidence';

/** A result, tagged by the command that found it. */
export type Report =
  | { readonly kind: 'check'; readonly result: Evidence }
  | { readonly kind: 'scan'; readonly result: ScanResult }
  | { readonly kind: 'fix'; readonly result: FixResult }
  | { readonly kind: 'heal'; readonly result: HealResult }
  | { readonly kind: 'audit'; readonly result: AuditResult };

/** The answer to a question about heap snapshots, tagged by the command that asked. */
export type HeapReport =
  | { readonly kind: 'heap-summary'; readonly result: HeapSummary }
  | { readonly kind: 'heap-diff'; readonly result: HeapDiff }
  | { readonly kind: 'heap-growth'; readonly result: HeapGrowth }
  | RetainersReport
  | DominatorsReport
  | { readonly kind: 'heap-strings'; readonly result: HeapStrings };

/** What keeps objects; `svg` and `dot` draw it. */
export interface RetainersReport {
  readonly kind: 'heap-retainers';
  readonly result: HeapRetainers;
}

/** What would be freed with what; `html` draws it. */
export interface DominatorsReport {
  readonly kind: 'heap-dominators';
  readonly result: HeapDominators;
}

/** What a terminal can show. */
export interface TextStyle {
  readonly color: boolean;
  /** Columns that prose is wrapped to; paths and diffs are never broken. */
  readonly width: number;
  /** Whether to tell all that is known, not only what is needed first. */
  readonly isVerbose?: boolean;
}
