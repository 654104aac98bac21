import type { ScanResult } from '@watertight/evidence';
import type { FixPlan, LoadOptions, PlanOptions, Project, Selection } from './api.ts';
import { Detector, type Found } from './detect.ts';
import { planFor } from './plan-for.ts';
import { loadSources, type LoadedSources, type Reading } from './project/load-sources.ts';
import { findSourceFiles, relativeFile, type SkippedFile } from './project/source-files.ts';
import { Verifier } from './project/verify.ts';
import { selectFindings } from './select-findings.ts';

/**
 * Reads a folder, or a single file, to be asked more than once; reads only. To load and analyse is nearly all that an answer costs.
 *
 * @example
 * const project = loadProject('src');
 * const [first] = project.scan().findings;
 * const { edits } = project.planFixes({ unsafe: true, select: ({ fingerprint }) => fingerprint === first?.fingerprint });
 */
export function loadProject(path: string, { config }: LoadOptions = {}, reading: Reading = {}): Project {
  const startedAt = performance.now();
  const files = findSourceFiles(path, config && { folder: config.folder, ...config.config });
  const sources = loadSources(files, reading);
  const readMs = Math.round(performance.now() - startedAt);
  return new AnalysedProject(sources, new Detector(sources, config?.config), readMs);
}

class AnalysedProject implements Project {
  readonly #sources: LoadedSources;
  readonly #detector: Detector;
  readonly #readMs: number;
  readonly #verifier = new Verifier();

  constructor(sources: LoadedSources, detector: Detector, readMs: number) {
    this.#sources = sources;
    this.#detector = detector;
    this.#readMs = readMs;
  }

  scan(selection: Selection = {}): ScanResult {
    return selectFindings(this.#scan(selection), this.#sources.root, selection);
  }

  planFixes({ select, unsafe = false, ...selection }: Omit<PlanOptions, 'path'> = {}): FixPlan {
    const { findings } = this.scan(selection);
    const chosen = new Set(
      findings.filter((finding) => select?.(finding) ?? true).map(({ fingerprint }) => fingerprint),
    );
    const found = this.#detector.detect(selection).filter(({ finding }) => chosen.has(finding.fingerprint));
    return planFor(this.#sources, found, this.#verifier, unsafe);
  }

  #scan(selection: Selection): ScanResult {
    const startedAt = performance.now();
    const { root, files, notAnalysed, skipped } = this.#sources;
    const found: readonly Found[] = this.#detector.detect(selection);
    return {
      schemaVersion: 1,
      findings: found.map(({ finding }) => finding),
      notAnalysed: [...notAnalysed],
      skipped: summaryOf(skipped, root),
      comments: this.#detector.commentProblems(selection),
      stats: {
        files: files.length,
        durationMs: Math.round(performance.now() - startedAt),
        readMs: this.#readMs,
        rules: this.#detector.statsOf(selection),
      },
    };
  }
}

const mostExamples = 3;

function summaryOf(skipped: readonly SkippedFile[], root: string): NonNullable<ScanResult['skipped']> {
  const reasons = [...new Set(skipped.map(({ reason }) => reason))].sort();
  return reasons.map((reason) => {
    const files = skipped.filter((each) => each.reason === reason).map(({ file }) => relativeFile(root, file));
    return { reason, files: files.length, examples: files.slice(0, mostExamples) };
  });
}
