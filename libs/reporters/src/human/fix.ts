import type { FixResult } from '@watertight/evidence';
import type { TextStyle } from '../report.ts';
import { fixSummary } from '../text/fix-summary.ts';
import { printable } from '../text/printable.ts';
import { humanDiff } from './diff.ts';
import { findingBlocks, notAnalysedLines } from './findings.ts';
import { joinBlocks, layoutFor, type Layout } from './layout.ts';

/** The diff, what a person must see to, what is left and why. */
export function humanFix(fix: FixResult, style: TextStyle): string {
  const layout = layoutFor(style);
  return joinBlocks([
    humanDiff(fix.diff, layout.paint),
    [...needRows(fix.dependencies, layout), ...confirmRows(fix.assumptions, layout)],
    ...findingBlocks(
      fix.left.map(({ finding, why }) => ({ finding, note: `left: ${why}` })),
      style,
    ),
    notAnalysedLines(fix.notAnalysed, style),
    [layout.prose(fixSummary(fix))],
  ]);
}

export function confirmRows(assumptions: readonly string[], layout: Layout): string[] {
  return assumptions.map((assumption) => layout.row('confirm', printable(assumption)));
}

export function needRows(
  dependencies: readonly { name: string; version: string; packageJson?: string | null }[],
  layout: Layout,
): string[] {
  return dependencies.map(({ name, version, packageJson }) =>
    layout.row('needs', printable(`${name} ${version}${packageJson ? ` in ${packageJson}` : ''}`)),
  );
}
