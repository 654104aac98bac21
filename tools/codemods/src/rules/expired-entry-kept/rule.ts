import type { Analysis } from '../../analysis/analysis.ts';
import type { Growth } from '../../analysis/growth.ts';
import { insertionText } from '../../analysis/insertions.ts';
import type { Fix, Rule } from '../../rule.ts';
import { growthsBy } from '../growth-cause.ts';
import { entryName, growthDetection } from '../growth-detection.ts';
import { boundingFix } from '../lru-rewrite.ts';
import { expiriesOf, isState } from './expiring-state.ts';
import { sweepFix } from './sweep-rewrite.ts';

/** Entries that count until a time which is only looked at when they are read: those that nobody reads again stay. */
export const expiredEntryKept: Rule<'expired-entry-kept'> = {
  cause: 'expired-entry-kept',
  gate: insertionText,
  *detect(file, { analysis }) {
    for (const growth of growthsBy('expired-entry-kept', file, analysis)) {
      const { place } = growth;
      yield growthDetection(growth, {
        message: `${place.name} keeps an entry for every ${entryName(growth)} when its time is over; sweep the entries that expired${isState(growth, analysis) ? '' : ', or bound it'}`,
        fix: fixOf(growth, analysis),
      });
    }
  },
};

/** A limiter must not forget early; a cache may, and an LRU cache bounds it also while nothing expires. */
function fixOf(growth: Growth, analysis: Analysis): Fix {
  const bounding = isState(growth, analysis) ? undefined : boundingFix(growth, analysis);
  if (bounding && bounding.kind !== 'manual') return bounding;
  const sweeping = sweepFix(growth, expiriesOf(growth, analysis), analysis);
  return sweeping.kind === 'manual' && bounding ? bounding : sweeping;
}
