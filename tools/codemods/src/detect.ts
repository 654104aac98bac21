import { createHash } from 'node:crypto';
import type { Finding, ScanResult } from '@watertight/evidence';
import { ts } from 'ts-morph';
import { Analysis } from './analysis/analysis.ts';
import { declaredName } from './analysis/program-index.ts';
import { isFunctionNode, startOf } from './analysis/syntax.ts';
import { isTestOnly } from './analysis/test-only.ts';
import { chosenCauses, type RuleChoice } from './chosen-causes.ts';
import type { WatertightConfig } from './config/config.ts';
import { explain } from './explain.ts';
import { flowOf } from './flow-of.ts';
import { IgnoreComments } from './ignore-comments.ts';
import type { LoadedSources } from './project/load-sources.ts';
import { packageVersions } from './project/package-versions.ts';
import { isBrowserCode, isMigration, isScript, isTestFile, isTool, relativeFile } from './project/source-files.ts';
import type { Detection, Rule, RuleContext } from './rule.ts';
import { acquisitionText } from './resources/acquisitions.ts';
import { ownResources } from './resources/own-resources.ts';
import type { ResourceKind } from './resources/resource-table.ts';
import { rules } from './rules/index.ts';

/** A finding together with the tree it was found in. */
export interface Found {
  readonly finding: Finding;
  readonly detection: Detection;
}

/** What one rule did. */
export interface RuleStats {
  readonly rule: string;
  /** Files whose text let the rule in. */
  readonly files: number;
  readonly findings: number;
  readonly durationMs: number;
}

interface Ran {
  readonly found: readonly Found[];
  readonly stats: RuleStats;
}

/** Finds what the rules see in sources; each rule runs once, however often it is asked for. */
export class Detector {
  readonly #sources: LoadedSources;
  readonly #settings: WatertightConfig;
  readonly #candidates: readonly ts.SourceFile[];
  readonly #resources: readonly ResourceKind[];
  readonly #ran = new Map<Rule, Ran>();
  /** Nine rules have one gate. */
  readonly #admitted = new Map<string, readonly ts.SourceFile[]>();
  readonly #comments = new IgnoreComments();
  #context: RuleContext | undefined;

  constructor(sources: LoadedSources, settings: WatertightConfig = {}, within?: ReadonlySet<string>) {
    this.#sources = sources;
    const isAsked = ({ fileName }: ts.SourceFile) => within?.has(relativeFile(sources.root, fileName)) ?? true;
    this.#candidates = sources.files.filter((file) => isAsked(file) && isServerCode(file, sources.root));
    this.#settings = settings;
    this.#resources = ownResources(settings.resources);
  }

  /** Findings in the order of file, line and column. */
  detect(choice: RuleChoice = {}): Found[] {
    const found = this.#chosen(choice).flatMap((rule) => this.#run(rule).found);
    return distinct(mostTelling(found).sort(byPosition));
  }

  /** What each rule did, for those that `detect` ran. */
  statsOf(choice: RuleChoice = {}): RuleStats[] {
    return this.#chosen(choice).map((rule) => this.#run(rule).stats);
  }

  /** Comments that ignore nothing, once these rules have run. */
  commentProblems(choice: RuleChoice = {}): NonNullable<ScanResult['comments']> {
    const ran = new Set(this.#chosen(choice).map((rule) => rule.cause));
    for (const rule of this.#chosen(choice)) this.#run(rule);
    return this.#comments.problems(this.#sources.root, this.#sources.files, ran, Object.keys(rules));
  }

  #chosen(choice: RuleChoice): readonly Rule[] {
    return chooseRules(choice, this.#settings.rules);
  }

  #run(rule: Rule): Ran {
    const known = this.#ran.get(rule);
    if (known) return known;
    const startedAt = performance.now();
    const candidates = this.#admittedBy(this.#gateOf(rule));
    const found = candidates.flatMap((file) => this.#detectIn(file, rule));
    const durationMs = Math.round(performance.now() - startedAt);
    const stats = { rule: rule.cause, files: candidates.length, findings: found.length, durationMs };
    this.#ran.set(rule, { found, stats });
    return { found, stats };
  }

  #admittedBy(gate: RegExp): readonly ts.SourceFile[] {
    const key = gate.toString();
    const known = this.#admitted.get(key);
    if (known) return known;
    const admitted = this.#candidates.filter(({ text }) => gate.test(text));
    this.#admitted.set(key, admitted);
    return admitted;
  }

  #detectIn(file: ts.SourceFile, rule: Rule): Found[] {
    const { root } = this.#sources;
    const context = (this.#context ??= this.#analyse());
    return [...rule.detect(file, context)]
      .filter(({ node }) => !isTestOnly(context.analysis.index, node) && !this.#comments.isIgnored(node, rule.cause))
      .map((detection) => ({ ...detection, confidence: this.#confidenceOf(detection, file, rule) }))
      .map((detection) => describe(root, rule, detection, context.analysis));
  }

  /** As the configuration says; else as the rule does, save for tools beside the server, which run and end. */
  #confidenceOf({ confidence }: Detection, { fileName, text }: ts.SourceFile, rule: Rule): Detection['confidence'] {
    const setting = this.#settings.rules?.[rule.cause];
    if (setting !== undefined && setting !== 'off') return setting;
    return isTool(relativeFile(this.#sources.root, fileName), text) ? 'low' : confidence;
  }

  #analyse(): RuleContext {
    const { checker, files, importers } = this.#sources;
    const settings = { handlers: this.#settings.handlers, resources: this.#resources };
    return { analysis: new Analysis(checker, files, importers, settings), versions: packageVersions };
  }

  /** A file that takes something of the configuration's may hold nothing else of interest. */
  #gateOf({ cause, gate }: Rule): RegExp {
    const isWidened = this.#resources.some((kind) => kind.cause === cause);
    return isWidened
      ? new RegExp(`${gate.source}|${acquisitionText('unreleased-resource', this.#resources).source}`)
      : gate;
  }
}

function isServerCode({ fileName, text }: ts.SourceFile, root: string): boolean {
  const path = relativeFile(root, fileName);
  return !isTestFile(fileName) && !isMigration(path) && !isBrowserCode(path, text) && !isScript(text);
}

function chooseRules(choice: RuleChoice, settings: WatertightConfig['rules']): readonly Rule[] {
  const chosen = chosenCauses(choice, settings);
  return Object.values<Rule>(rules).filter(({ cause }) => chosen.has(cause));
}

function describe(root: string, rule: Rule, detection: Detection, analysis: Analysis): Found {
  const { node, message, confidence, sink, fix } = detection;
  const file = relativeFile(root, node.getSourceFile().fileName);
  const subject = detection.subject ?? sink?.name ?? '';
  const around = scopeOf(node);
  const finding: Finding = {
    rule: rule.cause,
    cause: rule.cause,
    file,
    ...startOf(node),
    message,
    confidence,
    fix: fix.kind,
    fingerprint: digest([rule.cause, file, around, subject]),
    ...(sink && { sink: { name: sink.name, line: startOf(sink.declaration).line } }),
    scope: subject === '' ? around : `${around}#${subject}`,
    explanation: explain(detection, rule, analysis),
    flow: flowOf(detection, analysis).map(({ role, node: place, text }) => ({
      role,
      file: relativeFile(root, place.getSourceFile().fileName),
      ...startOf(place),
      text,
    })),
  };
  return { finding, detection };
}

/** Where another cause tells more of the same place, that a package is known for it adds nothing. */
function mostTelling(found: readonly Found[]): Found[] {
  const placeOf = ({ file, line, column }: Finding) => `${file}:${line}:${column}`;
  const explained = new Set(found.filter(({ finding }) => !isGeneral(finding)).map(({ finding }) => placeOf(finding)));
  return found.filter(({ finding }) => !isGeneral(finding) || !explained.has(placeOf(finding)));
}

const isGeneral = ({ rule }: Finding) => rule === 'leaky-dependency';

/** Two findings with the same names get fingerprints of their own, in the order of the text. */
function distinct(found: readonly Found[]): Found[] {
  const counts = new Map<string, number>();
  return found.map(({ finding, detection }) => {
    const count = (counts.get(finding.fingerprint) ?? 0) + 1;
    counts.set(finding.fingerprint, count);
    if (count === 1) return { finding, detection };
    return { finding: { ...finding, fingerprint: digest([finding.fingerprint, String(count)]) }, detection };
  });
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

/** The names of the functions and classes around a node, outermost first. */
function scopeOf(node: ts.Node): string {
  const names: string[] = [];
  for (let current: ts.Node = node; !ts.isSourceFile(current); current = current.parent) {
    if (!isFunctionNode(current) && !ts.isClassLike(current)) continue;
    names.unshift(ts.isConstructorDeclaration(current) ? 'constructor' : (declaredName(current) ?? ''));
  }
  return names.join('.');
}

function byPosition({ finding: a }: Found, { finding: b }: Found): number {
  return compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.rule, b.rule);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
