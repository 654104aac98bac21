import { createHash } from 'node:crypto';
import { CodedError, type Finding } from '@watertight/evidence';
import { ts } from 'ts-morph';
import { Analysis } from './analysis/analysis.ts';
import { declaredName } from './analysis/program-index.ts';
import { isFunctionNode, startOf } from './analysis/syntax.ts';
import { isTestOnly } from './analysis/test-only.ts';
import { flowOf } from './flow-of.ts';
import { isIgnored } from './ignore-comments.ts';
import type { LoadedSources } from './project/load-sources.ts';
import { packageVersions } from './project/package-versions.ts';
import { isBrowserCode, isScript, isTestFile, relativeFile } from './project/source-files.ts';
import type { Detection, Rule, RuleContext } from './rule.ts';
import { rules } from './rules/index.ts';

/** A finding together with the tree it was found in. */
export interface Found {
  readonly finding: Finding;
  readonly detection: Detection;
}

/** Finds what the rules see in sources; each rule runs once, however often it is asked for. */
export class Detector {
  readonly #sources: LoadedSources;
  readonly #found = new Map<Rule, readonly Found[]>();
  #context: RuleContext | undefined;

  constructor(sources: LoadedSources) {
    this.#sources = sources;
  }

  /** Findings in the order of file, line and column. */
  detect(only?: readonly string[]): Found[] {
    const found = chooseRules(only).flatMap((rule) => this.#foundBy(rule));
    return distinct(mostTelling(found).sort(byPosition));
  }

  #foundBy(rule: Rule): readonly Found[] {
    const known = this.#found.get(rule);
    if (known) return known;
    const candidates = this.#sources.files.filter((file) => isServerCode(file) && rule.gate.test(file.text));
    const found = candidates.flatMap((file) => this.#detectIn(file, rule));
    this.#found.set(rule, found);
    return found;
  }

  #detectIn(file: ts.SourceFile, rule: Rule): Found[] {
    const { checker, files, root } = this.#sources;
    const context = (this.#context ??= { analysis: new Analysis(checker, files), versions: packageVersions });
    return [...rule.detect(file, context)]
      .filter(({ node }) => !isIgnored(node, rule.cause) && !isTestOnly(context.analysis.index, node))
      .map((detection) => describe(root, rule, detection, context.analysis));
  }
}

function isServerCode({ fileName, text }: ts.SourceFile): boolean {
  return !isTestFile(fileName) && !isBrowserCode(text) && !isScript(text);
}

function chooseRules(only: readonly string[] | undefined): readonly Rule[] {
  const all: readonly Rule[] = Object.values(rules);
  if (!only || only.length === 0) return all;
  const unknown = only.find((id) => !all.some((rule) => rule.cause === id));
  if (unknown !== undefined) {
    throw new CodedError(
      'USAGE',
      `there is no rule ${unknown}; the rules are ${all.map((rule) => rule.cause).join(', ')}`,
    );
  }
  return all.filter((rule) => only.includes(rule.cause));
}

function describe(root: string, rule: Rule, detection: Detection, analysis: Analysis): Found {
  const { node, message, confidence, sink, fix } = detection;
  const file = relativeFile(root, node.getSourceFile().fileName);
  const finding: Finding = {
    rule: rule.cause,
    cause: rule.cause,
    file,
    ...startOf(node),
    message,
    confidence,
    fix: fix.kind,
    fingerprint: digest([rule.cause, file, scopeOf(node), detection.subject ?? sink?.name ?? '']),
    ...(sink && { sink: { name: sink.name, line: startOf(sink.declaration).line } }),
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
