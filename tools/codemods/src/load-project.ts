import { dirname } from 'node:path';
import type { ScanResult } from '@watertight/evidence';
import type { FixPlan, LoadOptions, PlanOptions, Project, Selection } from './api.ts';
import { Detector, type Found } from './detect.ts';
import { planFor } from './plan-for.ts';
import { loadSources, type LoadedSources, type Reading } from './project/load-sources.ts';
import { findSourceFiles, isTestFile, relativeFile, type SkippedFile, type SourceSet } from './project/source-files.ts';
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
export function loadProject(path: string, options?: LoadOptions): Project;
export function loadProject(path: string, options: LoadOptions, reading: ProjectReading): AnalysedProject;
export function loadProject(
  path: string,
  { config, within }: LoadOptions = {},
  { isVirtual = false, ...reading }: ProjectReading = {},
): AnalysedProject {
  const startedAt = performance.now();
  const patterns = config && { folder: config.folder, ...config.config };
  const files = isVirtual ? virtualFile(path) : findSourceFiles(path, patterns);
  const sources = loadSources(files, reading);
  const readMs = Math.round(performance.now() - startedAt);
  return new AnalysedProject(sources, new Detector(sources, config?.config, within), readMs);
}

export interface ProjectReading extends Reading {
  /** The path is of a file that is not on disk; `texts` has it. */
  readonly isVirtual?: boolean;
}

function virtualFile(path: string): SourceSet {
  return { root: dirname(path), files: isTestFile(path) ? [] : [path], skipped: [], isSingleFile: true };
}

/** A project that also tells its texts. */
export class AnalysedProject implements Project {
  readonly #sources: LoadedSources;
  readonly #detector: Detector;
  readonly #readMs: number;
  readonly #verifier = new Verifier();

  constructor(sources: LoadedSources, detector: Detector, readMs: number) {
    this.#sources = sources;
    this.#detector = detector;
    this.#readMs = readMs;
  }

  /** The text of a file that is analysed, by absolute path, without its byte order mark. */
  textOf(file: string): string | undefined {
    return this.#sources.textOf(file);
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
