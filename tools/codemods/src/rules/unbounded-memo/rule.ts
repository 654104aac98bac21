import { insertionText } from '../../analysis/insertions.ts';
import type { Rule } from '../../rule.ts';
import { growthsBy } from '../growth-cause.ts';
import { confidenceOf } from '../growth-messages.ts';
import { boundingFix } from '../lru-rewrite.ts';
import { memoizersIn, memoizerText } from './memoizers.ts';

/** A function that remembers its result for every argument that it was ever called with. */
export const unboundedMemo: Rule<'unbounded-memo'> = {
  cause: 'unbounded-memo',
  gate: new RegExp(`${insertionText.source}|${memoizerText.source}`, 'i'),
  *detect(file, { analysis }) {
    for (const growth of growthsBy('unbounded-memo', file, analysis)) {
      const { place, insertion } = growth;
      yield {
        node: insertion.node,
        message: `${place.name} remembers a result for every argument and never drops one; bound it with an LRU cache`,
        confidence: confidenceOf(growth),
        sink: { name: place.name, declaration: place.declaration },
        fix: boundingFix(growth, analysis),
      };
    }
    if (memoizerText.test(file.text)) yield* memoizersIn(file, analysis);
  },
};
