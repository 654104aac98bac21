import type { Rule } from '../../rule.ts';
import { additionText } from '../listener-per-request/additions.ts';
import { knownAdditions, listenerFindings } from '../listener-per-request/findings.ts';
import { combinedSignalsIn } from './combined-signals.ts';
import { foreignSignalsIn } from './foreign-signals.ts';

/** What waits for a long-lived signal to abort, and stays there when its work is done. */
export const abortListener: Rule<'abort-listener'> = {
  cause: 'abort-listener',
  gate: new RegExp(`${additionText.source}|\\bAbortSignal\\.any\\b`),
  *detect(file, { analysis }) {
    yield* listenerFindings(file, 'abort-listener', analysis);
    yield* foreignSignalsIn(file, knownAdditions(file, analysis), analysis);
    yield* combinedSignalsIn(file, analysis);
  },
};
