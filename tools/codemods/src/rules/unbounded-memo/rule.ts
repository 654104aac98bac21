import { insertionText } from '../../analysis/insertions.ts';
import type { Rule } from '../../rule.ts';
import { growthsBy } from '../growth-cause.ts';
import { growthDetection } from '../growth-detection.ts';
import { boundingFix } from '../lru-rewrite.ts';
import { memoizersIn, memoizerText } from './memoizers.ts';

/** A function that remembers its result for every argument that it was ever called with. */
export const unboundedMemo: Rule<'unbounded-memo'> = {
  cause: 'unbounded-memo',
  gate: new RegExp(`${insertionText.source}|${memoizerText.source}`, 'i'),
  *detect(file, { analysis }) {
    for (const growth of growthsBy('unbounded-memo', file, analysis)) {
      const { place } = growth;
      yield growthDetection(growth, {
        message: `${place.name} remembers a result for every argument and never drops one; bound it with an LRU cache`,
        fix: boundingFix(growth, analysis),
      });
    }
    if (memoizerText.test(file.text)) yield* memoizersIn(file, analysis);
  },
};
