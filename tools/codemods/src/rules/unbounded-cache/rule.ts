import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { insertionText } from '../../analysis/insertions.ts';
import type { Growth } from '../../analysis/growth.ts';
import { madeFrom } from '../../analysis/program-index.ts';
import { calleeName, some } from '../../analysis/syntax.ts';
import type { Rule } from '../../rule.ts';
import { isState } from '../expired-entry-kept/expiring-state.ts';
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
        fix: isQueue(growth, analysis) ? { kind: 'manual', advice: queueAdvice } : boundingFix(growth, analysis),
      });
    }
  },
};

const queueAdvice =
  'delete the entry when the last of its turns is over; an LRU cache might let two take their turn at once';

/** `tails.set(key, before.then(work))`: each entry waits for the one before it, and none may be forgotten early. */
function isQueue(growth: Growth, analysis: Analysis): boolean {
  const isTurn = (node: ts.Node) =>
    ts.isCallExpression(node) && /^(?:then|catch|finally)$/.test(calleeName(node) ?? '');
  const waits = (value: ts.Expression) => some(madeFrom(value, analysis.index), isTurn);
  return growth.insertion.values.some(waits) && isState(growth, analysis);
}

function remainder({ bound, kind }: Growth): string {
  const remedy = kind === 'Map' ? 'bound it with an LRU cache' : 'delete entries or bound it';
  if (bound.kind === 'none') return `and never drops one; ${remedy}`;
  return `that is not looked up again; ${remedy}`;
}
