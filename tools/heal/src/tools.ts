import { loadProject, unifiedDiff, writeEdits, type Project } from '@watertight/codemods';
import { explainEvidence } from '@watertight/diagnosis';
import { runTrial, withTarget } from '@watertight/trial';
import type { HealTools } from './options.ts';

/** Real processes, real rewrites; for one healing, because a scanned project is kept. */
export function realTools(): HealTools {
  // Rewrites are planned for the findings of the last scan, and whatever was tried since then has been taken back.
  let scanned: { readonly path: string; readonly project: Project } | undefined;
  return {
    runTrial: async (options) => explainEvidence(await runTrial(options)),
    withTarget,
    scan({ path, within, ...options }) {
      scanned = { path, project: loadProject(path, { within }) };
      return scanned.project.scan(options);
    },
    planFixes({ path, ...options }) {
      const project = scanned?.path === path ? scanned.project : loadProject(path);
      return project.planFixes(options);
    },
    writeEdits,
    unifiedDiff,
  };
}
