import { insertionText } from '../../analysis/insertions.ts';
import type { Growth } from '../../analysis/growth.ts';
import type { Rule } from '../../rule.ts';
import { growthsBy } from '../growth-cause.ts';
import { entryName, growthDetection } from '../growth-detection.ts';
import { boundingFix } from '../lru-rewrite.ts';
import { surenessOf } from './sureness.ts';

/** A process-lived Map, Set or dictionary that gains a key per client, per request or per argument, and keeps it. */
export const unboundedCache: Rule<'unbounded-cache'> = {
  cause: 'unbounded-cache',
  gate: insertionText,
  *detect(file, { analysis }) {
    for (const growth of growthsBy('unbounded-cache', file, analysis)) {
      const { place } = growth;
      yield growthDetection(growth, {
        message: `${place.name} keeps an entry for every ${entryName(growth)} ${remainder(growth)}`,
        confidence: surenessOf(growth, analysis),
        fix: boundingFix(growth, analysis),
      });
    }
  },
};

function remainder({ bound, kind }: Growth): string {
  const remedy = kind === 'Map' ? 'bound it with an LRU cache' : 'delete entries or bound it';
  if (bound.kind === 'none') return `and never drops one; ${remedy}`;
  return `that is not looked up again; ${remedy}`;
}
