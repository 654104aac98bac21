import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { insertionText } from '../../analysis/insertions.ts';
import { growthsIn, type Growth } from '../../analysis/growth.ts';
import type { Detection, Rule } from '../../rule.ts';
import { backReference } from '../anchored-cycle/back-reference.ts';
import { confidenceOf } from '../growth-messages.ts';
import { expiriesOfState } from './expiring-state.ts';
import { failedRelease } from './failed-release.ts';
import { boundingFix } from './lru-rewrite.ts';
import { memoizersIn, memoizerText } from './memoizers.ts';
import { sweepFix } from './sweep-rewrite.ts';

/** A process-lived Map, Set or dictionary that gains a key per client, per request or per argument, and keeps it. */
export const unboundedCache: Rule<'unbounded-cache'> = {
  cause: 'unbounded-cache',
  gate: new RegExp(`${insertionText.source}|${memoizerText.source}`, 'i'),
  *detect(file, { analysis }) {
    const reported = new Set<string>();
    for (const growth of growthsIn(file, analysis)) {
      const isKeyed = growth.insertion.form === 'keyed' || growth.insertion.form === 'member';
      if (!isKeyed || growth.bound.kind === 'released') continue;
      if (backReference(growth.insertion, analysis) || reported.has(growth.place.key)) continue;
      reported.add(growth.place.key);
      yield detection(growth, analysis);
    }
    yield* memoizersIn(file, analysis);
  },
};

function detection(growth: Growth, analysis: Analysis): Detection {
  const { place, insertion } = growth;
  const failed = failedRelease(growth, analysis);
  const expiries = failed ? [] : expiriesOfState(growth, analysis);
  const isState = expiries.length > 0;
  const remaining = isState ? 'and keeps it when its time is over; sweep the entries that expired' : remainder(growth);
  return {
    node: failed?.node ?? insertion.node,
    message: `${place.name} keeps an entry for every ${entriesOf(growth)} ${failed?.problem ?? remaining}`,
    confidence: confidenceOf(growth),
    sink: { name: place.name, declaration: place.declaration },
    fix: failed?.fix ?? (isState ? sweepFix(growth, expiries, analysis) : boundingFix(growth, analysis)),
  };
}

function entriesOf({ insertion, origin, activation }: Growth): string {
  if (origin === 'unique' || !insertion.key) return activation === 'request' ? 'request' : 'event';
  const text = insertion.key.getText();
  return ts.isIdentifier(insertion.key) || text.length <= 40 ? text : 'key';
}

function remainder({ bound, kind }: Growth): string {
  const remedy = kind === 'Map' ? 'bound it with an LRU cache' : 'delete entries or bound it';
  if (bound.kind === 'none') return `and never drops one; ${remedy}`;
  return `that is not looked up again; ${remedy}`;
}
