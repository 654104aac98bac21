import { planFixes, scan, unifiedDiff, writeEdits } from '@watertight/codemods';
import { explainEvidence } from '@watertight/diagnosis';
import { runTrial, withTarget } from '@watertight/trial';
import type { HealTools } from './options.ts';

/** Real processes, real rewrites. */
export const realTools: HealTools = {
  runTrial: async (options) => explainEvidence(await runTrial(options)),
  withTarget,
  scan,
  planFixes,
  writeEdits,
  unifiedDiff,
};
