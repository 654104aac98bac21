import type { FixResult } from '@watertight/evidence';
import { fixSummary } from '../text/fix-summary.ts';
import { diffBlock } from './diff.ts';
import { code, list } from './facts.ts';
import { heading } from './heading.ts';
import { markup, type Part } from './markup.ts';
import { prose } from './prose.ts';
import { findingSections, notAnalysedList } from './scan.ts';
import { verdictBanner } from './verdict.ts';

/** The diff, what a person must see to, what is left and why. */
export function htmlFix(fix: FixResult): Part {
  const diff = diffBlock(fix.diff);
  return [
    verdictBanner(fix.left.length > 0 ? 'inconclusive' : 'stable', markup`<em>${fixSummary(fix)}</em>`),
    confirmList(fix.assumptions),
    needsList(fix.dependencies),
    diff && [heading(2, 'Diff'), diff],
    fix.left.length > 0 && [
      heading(2, 'Left'),
      findingSections(
        fix.left.map(({ finding, why }) => ({ finding, note: why })),
        3,
      ),
    ],
    notAnalysedList(fix.notAnalysed),
  ];
}

export function confirmList(assumptions: readonly string[]): Part {
  return list('please confirm', assumptions.map(prose));
}

export function needsList(
  dependencies: readonly { name: string; version: string; packageJson?: string | null }[],
): Part {
  return list(
    'needs',
    dependencies.map(({ name, version, packageJson }) => [
      code(`${name}@${version}`),
      packageJson ? [' in ', code(packageJson)] : null,
    ]),
  );
}
