import { existsSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { CodedError, type Finding } from '@watertight/evidence';
import type { ts } from 'ts-morph';
import { loadConfig, type LoadedConfig } from './config/load-config.ts';
import { loadProject, type AnalysedProject } from './load-project.ts';
import { findSourceFiles } from './project/source-files.ts';
import { loadSuppressions, suppress } from './suppressions.ts';

/** A finding in the file that was asked for. */
export interface LintFinding {
  readonly finding: Finding;
  /** What its rewrite would change in the text; undefined where it has none, or one that concerns other files as well. */
  readonly rewrite: () => LintRewrite | undefined;
}

export interface LintRewrite {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** What a person must confirm or install. */
  readonly remarks: readonly string[];
}

/**
 * Answers for one file and one rule at a time, as linters ask. The program below the root is analysed once, and anew where a
 * text is another than before: then only that text is parsed.
 *
 * @example
 * const session = new LintSession('/srv/app');
 * session.findingsIn('/srv/app/src/app.js', 'export {};\n', 'unbounded-cache'); // []
 */
export class LintSession {
  readonly #root: string;
  readonly #config: LoadedConfig | undefined;
  readonly #trees = new Map<string, ts.SourceFile>();
  /** Texts that are not on disk (yet). */
  readonly #unsaved = new Map<string, string>();
  #loaded: Loaded | undefined;
  #alone: { readonly file: string; readonly text: string; readonly loaded: Loaded } | undefined;

  constructor(root: string, configFile?: string) {
    this.#root = resolve(root);
    this.#config = loadConfig(this.#root, configFile);
  }

  findingsIn(file: string, text: string, rule: string): readonly LintFinding[] {
    const loaded = this.#loadedWith(resolve(file), text);
    return loaded?.findingsIn(resolve(file), rule) ?? [];
  }

  /** Undefined where the file is one that is not looked at: a test, a build, what git ignores. */
  #loadedWith(file: string, text: string): Loaded | undefined {
    if (!existsSync(file) || relative(this.#root, file).startsWith('..')) return this.#loadAlone(file, text);
    const loaded = this.#current();
    const known = loaded?.textOf(file);
    if (!loaded || known === undefined || known === text) return known === undefined ? undefined : loaded;
    this.#unsaved.set(file, text);
    this.#loaded = undefined;
    return this.#current();
  }

  /** What nobody has saved, or what stands elsewhere, is judged by itself. */
  #loadAlone(file: string, text: string): Loaded | undefined {
    if (this.#alone?.file === file && this.#alone.text === text) return this.#alone.loaded;
    try {
      const project = loadProject(file, { config: this.#config }, { texts: new Map([[file, text]]), isVirtual: true });
      const loaded = new Loaded(project, dirname(file), this.#config, () => '');
      this.#alone = { file, text, loaded };
      return loaded;
    } catch (error) {
      // The linter's own parser complains about its syntax.
      if (error instanceof CodedError && error.code === 'SOURCE_INVALID') return undefined;
      throw error;
    }
  }

  #current(): Loaded | undefined {
    if (this.#loaded && !this.#loaded.isStale()) return this.#loaded;
    try {
      const reading = { texts: this.#unsaved, trees: this.#trees };
      const look = () => lookAt(this.#root, this.#config);
      const project = loadProject(this.#root, { config: this.#config }, reading);
      this.#loaded = new Loaded(project, this.#root, this.#config, look);
    } catch (error) {
      if (error instanceof CodedError && error.code === 'NO_SOURCE_FILES') return undefined;
      throw error;
    }
    return this.#loaded;
  }
}

// A look at all files is worth a twentieth of the time.
const leastCheckMs = 2_000;
const checkShare = 20;

/** A program that was read, and its findings by rule and file. */
class Loaded {
  readonly #project: AnalysedProject;
  readonly #root: string;
  readonly #config: LoadedConfig | undefined;
  readonly #byRule = new Map<string, ReadonlyMap<string, readonly LintFinding[]>>();
  readonly #look: () => string;
  readonly #signature: string;
  #nextCheckAt = 0;

  constructor(project: AnalysedProject, root: string, config: LoadedConfig | undefined, look: () => string) {
    this.#project = project;
    this.#root = root;
    this.#config = config;
    this.#look = look;
    this.#signature = this.#lookNow();
  }

  textOf(file: string): string | undefined {
    return this.#project.textOf(file);
  }

  findingsIn(file: string, rule: string): readonly LintFinding[] {
    const known = this.#byRule.get(rule) ?? this.#findAll(rule);
    this.#byRule.set(rule, known);
    return known.get(file) ?? [];
  }

  /** Whether files on disk have changed, come or gone since; looked at once in a while. */
  isStale(): boolean {
    return performance.now() >= this.#nextCheckAt && this.#lookNow() !== this.#signature;
  }

  #lookNow(): string {
    const startedAt = performance.now();
    const signature = this.#look();
    const tookMs = performance.now() - startedAt;
    this.#nextCheckAt = performance.now() + Math.max(leastCheckMs, tookMs * checkShare);
    return signature;
  }

  #findAll(rule: string): Map<string, LintFinding[]> {
    const { findings } = this.#project.scan({ only: [rule] });
    const { kept } = suppress(findings, this.#root, loadSuppressions(this.#root, this.#config));
    const byFile = new Map<string, LintFinding[]>();
    for (const finding of kept) {
      const file = resolve(this.#root, finding.file);
      const inFile = byFile.get(file) ?? [];
      inFile.push({ finding, rewrite: () => this.#rewriteOf(finding, rule) });
      byFile.set(file, inFile);
    }
    return byFile;
  }

  #rewriteOf(finding: Finding, rule: string): LintRewrite | undefined {
    if (finding.fix === 'manual') return undefined;
    const select = ({ fingerprint }: Finding) => fingerprint === finding.fingerprint;
    const { edits, assumptions, dependencies } = this.#project.planFixes({ only: [rule], unsafe: true, select });
    const [edit, ...others] = edits;
    if (!edit || others.length > 0 || edit.file !== finding.file) return undefined;
    const needs = dependencies.map(({ name, version }) => `it needs ${name}@${version}`);
    return { ...changeBetween(withoutMark(edit.before), withoutMark(edit.after)), remarks: [...needs, ...assumptions] };
  }
}

/** What files there are and when they were written, as one text. */
function lookAt(root: string, config: LoadedConfig | undefined): string {
  const { files } = findSourceFiles(root, config && { folder: config.folder, ...config.config });
  return files.map((file) => `${file} ${statSync(file, { throwIfNoEntry: false })?.mtimeMs}`).join('\n');
}

/** The shortest stretch that makes one text of another. */
function changeBetween(before: string, after: string): { start: number; end: number; text: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}

function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
