import type { Rule } from '../../rule.ts';
import { additionText } from '../listener-per-request/additions.ts';
import { knownAdditions, listenerFindings } from '../listener-per-request/findings.ts';
import { loneRemovalsIn } from './lone-removals.ts';

/** A listener whose removal names another function, such as a second arrow function or a second `bind`. */
export const mismatchedRemoval: Rule<'mismatched-removal'> = {
  cause: 'mismatched-removal',
  gate: additionText,
  *detect(file, { analysis }) {
    yield* listenerFindings(file, 'mismatched-removal', analysis);
    yield* loneRemovalsIn(file, knownAdditions(file, analysis), analysis);
  },
};
