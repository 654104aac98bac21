import type { Rule } from '../../rule.ts';
import { acquisitionsIn, acquisitionText } from '../../resources/acquisitions.ts';
import { fateOf } from '../../resources/closings.ts';
import { resourceFinding } from '../../resources/resource-finding.ts';

/** A file, folder or watcher that is opened while serving, and not closed on every path. */
export const unclosedFile: Rule<'unclosed-file'> = {
  cause: 'unclosed-file',
  gate: acquisitionText('unclosed-file'),
  *detect(file, { analysis }) {
    for (const acquisition of acquisitionsIn(file, 'unclosed-file', analysis)) {
      // A file opened once at start may stay open; so may one of a script that ends.
      const activation = analysis.calls.activationAt(acquisition.call);
      if (activation === 'startup') continue;
      // Watchers and logs are meant to stay open, unless each request opens another.
      if (acquisition.kind.isLasting && activation !== 'request') continue;
      const fate = fateOf(acquisition, analysis);
      if (fate.kind !== 'closed') yield resourceFinding(acquisition, fate, analysis);
    }
  },
};
