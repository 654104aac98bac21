import type { Rule } from '../../rule.ts';
import { listenerFindings } from '../listener-per-request/findings.ts';
import { additionText } from '../listener-per-request/additions.ts';

/** A listener that each request adds to the socket which keep-alive carries on to the next. */
export const keptSocketListener: Rule<'kept-socket-listener'> = {
  cause: 'kept-socket-listener',
  gate: additionText,
  detect: (file, { analysis }) => listenerFindings(file, 'kept-socket-listener', analysis),
};
