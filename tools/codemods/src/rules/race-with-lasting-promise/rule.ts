import type { Rule } from '../../rule.ts';
import { lastingReactionsIn } from './lasting-promises.ts';

/** A promise that lasts as long as the process, and that each request waits for beside something shorter. */
export const raceWithLastingPromise: Rule<'race-with-lasting-promise'> = {
  cause: 'race-with-lasting-promise',
  gate: /\bPromise\b[^]*\.(?:race|any|then|finally|catch)\s*\(|\bonce\s*\([^]*\.(?:race|any|then|finally|catch)\s*\(/,
  *detect(file, { analysis }) {
    for (const { node, promise, declaration } of lastingReactionsIn(file, analysis)) {
      yield {
        node,
        message: `${promise} gains a reaction per request and keeps it until it settles; wait for it once, and end the requests from there`,
        confidence: 'high',
        sink: { name: promise, declaration },
        fix: {
          kind: 'manual',
          advice:
            'give each request a promise of its own that its listener settles, and remove the listener afterwards',
        },
      };
    }
  },
};
