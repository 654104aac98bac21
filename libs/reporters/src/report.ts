import type { Evidence, FixResult, HealResult, ScanResult } from '@watertight/evidence';

/** A result, tagged by the command that found it. */
export type Report =
  | { readonly kind: 'check'; readonly result: Evidence }
  | { readonly kind: 'scan'; readonly result: ScanResult }
  | { readonly kind: 'fix'; readonly result: FixResult }
  | { readonly kind: 'heal'; readonly result: HealResult };

/** What a terminal can show. */
export interface TextStyle {
  readonly color: boolean;
  /** Columns that prose is wrapped to; paths and diffs are never broken. */
  readonly width: number;
}
