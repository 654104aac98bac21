import type { Evidence } from '@watertight/evidence';
import { explain } from './explain.ts';

/**
 * Evidence whose leaks name their causes, where one of the catalog explains them.
 *
 * @example
 * const { leaks } = explainEvidence(await runTrial(options));
 */
export function explainEvidence(evidence: Evidence): Evidence {
  const leaks = evidence.leaks.map((leak) => ({ ...leak, cause: leak.cause ?? explain(leak) }));
  return { ...evidence, leaks };
}
