import type { FixPlan, PlanOptions, Project, ScanOptions } from './api.ts';
import { Detector } from './detect.ts';
import { planFor } from './plan-for.ts';
import { loadSources, type LoadedSources } from './project/load-sources.ts';
import { findSourceFiles } from './project/source-files.ts';
import { Verifier } from './project/verify.ts';
import type { ScanResult } from '@watertight/evidence';

/**
 * Reads a folder, or a single file, to be asked more than once; reads only. To load and analyse is nearly all that an answer costs.
 *
 * @example
 * const project = loadProject('src');
 * const [first] = project.scan().findings;
 * const { edits } = project.planFixes({ unsafe: true, select: ({ fingerprint }) => fingerprint === first?.fingerprint });
 */
export function loadProject(path: string): Project {
  return new AnalysedProject(loadSources(findSourceFiles(path)));
}

class AnalysedProject implements Project {
  readonly #sources: LoadedSources;
  readonly #detector: Detector;
  readonly #verifier = new Verifier();

  constructor(sources: LoadedSources) {
    this.#sources = sources;
    this.#detector = new Detector(sources);
  }

  scan({ only }: Omit<ScanOptions, 'path'> = {}): ScanResult {
    const startedAt = performance.now();
    const findings = this.#detector.detect(only).map(({ finding }) => finding);
    return {
      schemaVersion: 1,
      findings,
      notAnalysed: [...this.#sources.notAnalysed],
      stats: { files: this.#sources.files.length, durationMs: Math.round(performance.now() - startedAt) },
    };
  }

  planFixes({ only, select, unsafe = false }: Omit<PlanOptions, 'path'> = {}): FixPlan {
    const found = this.#detector.detect(only).filter(({ finding }) => select?.(finding) ?? true);
    return planFor(this.#sources, found, this.#verifier, unsafe);
  }
}
