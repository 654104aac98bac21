import type { Rule } from '../../rule.ts';
import { acquisitionsIn, acquisitionText } from '../../resources/acquisitions.ts';
import { fateOf } from '../../resources/closings.ts';
import { resourceFinding } from '../../resources/resource-finding.ts';
import { isReadToItsEnd } from './cursor-reads.ts';

/** A pool client, session, transaction, cursor or page that is taken while serving, and not given back on every path. */
export const unreleasedResource: Rule<'unreleased-resource'> = {
  cause: 'unreleased-resource',
  gate: new RegExp(`${acquisitionText('unreleased-resource').source}|${acquisitionText('client-per-request').source}`),
  *detect(file, { analysis }) {
    for (const acquisition of acquisitionsIn(file, 'unreleased-resource', analysis)) {
      // What is taken once at start may be held on purpose.
      const activation = analysis.calls.activationAt(acquisition.call);
      if (activation === 'startup') continue;
      if (acquisition.kind.isLasting && activation !== 'request') continue;
      const fate = fateOf(acquisition, analysis);
      if (fate.kind === 'closed' || isReadToItsEnd(acquisition, fate, analysis)) continue;
      yield resourceFinding(acquisition, fate, analysis);
    }
    // One that nobody closes is a client per request.
    for (const client of acquisitionsIn(file, 'client-per-request', analysis)) {
      if (!client.holder || analysis.calls.activationAt(client.call) !== 'request') continue;
      const fate = fateOf(client, analysis);
      if (fate.kind === 'sometimes-closed') yield resourceFinding(client, fate, analysis);
    }
  },
};
