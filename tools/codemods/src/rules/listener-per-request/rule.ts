import type { Rule } from '../../rule.ts';
import { additionText } from './additions.ts';
import { listenerFindings } from './findings.ts';

/** A listener that each request adds to an emitter of the process, and that stays there. */
export const listenerPerRequest: Rule<'listener-per-request'> = {
  cause: 'listener-per-request',
  gate: additionText,
  detect: (file, { analysis }) => listenerFindings(file, 'listener-per-request', analysis),
};
