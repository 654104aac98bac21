import { planFixes, scan, unifiedDiff, writeEdits } from '@watertight/codemods';
import { runTrial, withTarget } from '@watertight/trial';
import type { HealTools } from './options.ts';

/** Real processes, real rewrites. */
export const realTools: HealTools = { runTrial, withTarget, scan, planFixes, writeEdits, unifiedDiff };
