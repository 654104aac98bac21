import type { FixResult } from '@watertight/evidence';
import { countFiles } from './scan-summary.ts';
import { plural } from './units.ts';

/** What was fixed, or can be, and how much is left, in one sentence. */
export function fixSummary({ fixed, left, written }: FixResult): string {
  if (fixed.length === 0 && left.length === 0) return 'nothing to fix';
  const rest = left.length > 0 ? `; ${left.length} left` : '';
  if (fixed.length === 0) return `nothing can be fixed automatically; ${plural(left.length, 'finding')} left`;
  const done = `${plural(fixed.length, 'finding')} in ${countFiles(fixed)}`;
  return written
    ? `fixed ${done}${rest}`
    : `${done} can be fixed${rest}; nothing is written: pass --write to apply the diff`;
}
