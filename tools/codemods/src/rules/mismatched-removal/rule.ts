import type { Rule } from '../../rule.ts';
import { listenerFindings } from '../listener-per-request/findings.ts';
import { additionText } from '../listener-per-request/additions.ts';

/** A listener whose removal names another function, such as a second arrow function or a second `bind`. */
export const mismatchedRemoval: Rule<'mismatched-removal'> = {
  cause: 'mismatched-removal',
  gate: additionText,
  detect: (file, { analysis }) => listenerFindings(file, 'mismatched-removal', analysis),
};
