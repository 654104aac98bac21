import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { CodedError } from '@watertight/evidence';
import ignore from 'ignore';
import { IgnoredPaths } from './ignored-paths.ts';

/** What a scan looks at. */
export interface SourceSet {
  /** Findings name their files relative to this folder. */
  readonly root: string;
  /** Absolute paths, sorted. */
  readonly files: readonly string[];
  /** What is left out because nobody writes it by hand. */
  readonly skipped: readonly SkippedFile[];
  readonly isSingleFile: boolean;
}

/** A source that nobody writes by hand; its path is absolute. */
export interface SkippedFile {
  readonly file: string;
  readonly reason: 'generated' | 'minified';
}

/** Which sources a project wants looked at: patterns as in `.gitignore`, relative to a folder. */
export interface SourcePatterns {
  readonly folder: string;
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
}

/**
 * A path to sources, made absolute.
 *
 * @throws {CodedError} `PATH_NOT_FOUND`
 */
export function existingPath(path: string): string {
  const absolute = resolve(path);
  if (!existsSync(absolute))
    throw new CodedError('PATH_NOT_FOUND', `${path} does not exist; give a folder or a source file`);
  return absolute;
}

/**
 * Finds the sources below a folder, or takes a single file. Dependencies, builds, tests, and what git ignores or the
 * patterns leave out are not looked at; neither are links, whose files stand elsewhere.
 */
export function findSourceFiles(path: string, patterns?: SourcePatterns): SourceSet {
  const absolute = existingPath(path);
  if (statSync(absolute).isFile()) {
    if (!isSource(absolute)) throw new CodedError('NO_SOURCE_FILES', `${path} is no JavaScript or TypeScript source`);
    return { root: dirname(absolute), files: [absolute], skipped: [], isSingleFile: true };
  }
  const isWanted = wantedBy(patterns);
  const all = [...sourcesBelow(absolute, new IgnoredPaths(absolute), isWanted)].sort();
  const files = all.filter((file) => !generatedName.test(file));
  if (files.length === 0) {
    const narrowed =
      patterns?.include || patterns?.exclude ? ', or widen include and exclude of the configuration' : '';
    throw new CodedError(
      'NO_SOURCE_FILES',
      `${path} holds no JavaScript or TypeScript source; give the folder of a server's code${narrowed}`,
    );
  }
  const skipped = all.filter((file) => generatedName.test(file)).map((file) => ({ file, reason: 'minified' as const }));
  return { root: absolute, files, skipped, isSingleFile: false };
}

type IsWanted = (path: string, isFolder: boolean) => boolean;

function wantedBy(patterns: SourcePatterns | undefined): IsWanted {
  if (!patterns) return () => true;
  const { folder, include, exclude } = patterns;
  const included = include && ignore().add([...include]);
  const excluded = exclude && ignore().add([...exclude]);
  return (path, isFolder) => {
    const name = relative(folder, path).split(sep).join('/');
    // A path above the folder, or beside it, is none that its patterns can mean.
    if (name === '' || name.startsWith('..')) return true;
    if (excluded?.ignores(isFolder ? `${name}/` : name)) return false;
    return isFolder || !included || included.ignores(name);
  };
}

/** The path of a file as findings and patches name it. */
export function relativeFile(root: string, file: string): string {
  return relative(root, file).split(sep).join('/');
}

const skippedFolders = new Set([
  'node_modules',
  'dist',
  'build',
  'coverage',
  'out',
  'out-tsc',
  'vendor',
  'bower_components',
]);
const testFolders = new Set([
  '__tests__',
  '__mocks__',
  '__fixtures__',
  'fixtures',
  'test',
  'tests',
  'spec',
  'specs',
  'e2e',
  'cypress',
]);
const sourceName = /\.[cm]?[jt]sx?$/;
const testName = /(?:[._-](?:spec|tests?|e2e-spec|stories|cy|bench)|[a-z](?:Tests?|Spec))\.[cm]?[jt]sx?$/;
const generatedName = /[.-]min\.[cm]?js$|\.bundle\.js$/;
const toolName = /\.d\.[cm]?ts$|\.config\.[cm]?[jt]s$/;

/** Tests run and end: what they keep does not matter. */
export function isTestFile(file: string): boolean {
  return testName.test(file);
}

/** What brings a database to its next version runs once, whoever starts it. */
export function isMigration(path: string): boolean {
  return /(?:^|\/)migrations?\//.test(path);
}

/** Code that a page runs: it lives as long as the page, and serves nobody. */
export function isBrowserCode(path: string, text: string): boolean {
  if (isPublished(path, text) || isComponent(text)) return true;
  return browserText.test(text) && !(isUniversalModule(text) ? ownServerText : serverText).test(text);
}

/** A script below `public/` that imports no package and nothing of Node's: a server hands it out as it is. */
function isPublished(path: string, text: string): boolean {
  return /(?:^|\/)public\/.*\.m?js$/.test(path) && !serverText.test(text) && !/\bfrom\s*['"][^./]/.test(text);
}

/** The options of a component of Vue: `export default { data() {…}, methods: {…} }`. */
function isComponent(text: string): boolean {
  return (
    /\bexport default \{/.test(text) &&
    /^\s+(?:methods|computed): \{/m.test(text) &&
    /^\s+(?:data\s*\(|data:|props:|emits:|mixins:|components:|watch:|(?:async )?(?:mounted|created|beforeUnmount|beforeDestroy)\s*\()/m.test(
      text,
    ) &&
    !ownServerText.test(text)
  );
}

/** A wrapper for all module systems names `module.exports` wherever it runs. */
function isUniversalModule(text: string): boolean {
  return /\bdefine\.amd\b/.test(text);
}

const listens = /\.listen\(|createServer/;

/** A script, an installer, a helper of tests: beside the server, where what is kept is kept until the tool ends. */
export function isTool(path: string, text: string): boolean {
  if (/(?:^|\/)(?:scripts?|install|installer|testing|test-utils|(?:[\w-]+-)?generators?)\//.test(path)) return true;
  if (/(?:^|\/)cron(?:jobs)?\//.test(path) && /\brequire\.main === module\b/.test(text)) return true;
  return /(?:^|\/)bin\//.test(path) && !listens.test(text);
}

/** A command that runs and ends, and does not listen. */
export function isScript(text: string): boolean {
  return text.startsWith('#!') && !listens.test(text);
}

const browserText =
  /\bnew XMLHttpRequest\b|\$\(\s*(?:document|window|this)\b|\$\.(?:ajax|getJSON|each|extend)\(|\bjQuery\b|\bdocument\.(?:getElement|querySelector|createElement|addEventListener|body|head|documentElement|createEvent|cookie|location)|\bwindow\.(?:location|addEventListener|document|navigator|setTimeout|history)|\blocalStorage\./;
const ownServerText =
  /\bprocess\.|\bBuffer\b|(?:from|require\()\s*['"](?:node:[\w/]+|https?|fs|net|express|koa|fastify|hono|ws)['"]/;
const serverText = new RegExp(`\\bmodule\\.exports\\b|${ownServerText.source}`);

function isSource(file: string): boolean {
  return sourceName.test(file) && !/\.d\.[cm]?ts$/.test(file);
}

function* sourcesBelow(folder: string, ignored: IgnoredPaths, isWanted: IsWanted): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const isLeftOut = isLeftOutFolder(entry.name) || ignored.isIgnored(path, true) || !isWanted(path, true);
      if (!isLeftOut) yield* sourcesBelow(path, ignored, isWanted);
    } else if (entry.isFile() && isAnalysedName(entry.name)) {
      if (!ignored.isIgnored(path, false) && isWanted(path, false)) yield path;
    }
  }
}

function isAnalysedName(name: string): boolean {
  return sourceName.test(name) && !toolName.test(name) && !isTestFile(name);
}

function isLeftOutFolder(name: string): boolean {
  return (
    name.startsWith('.') || skippedFolders.has(name) || testFolders.has(name) || /-(?:tests?|testsuite)$/.test(name)
  );
}

/** Why nobody edits a text, and so wants no findings in it; undefined where somebody does. */
export function whySkipped(text: string): SkippedFile['reason'] | undefined {
  if (generatedText.test(text.slice(0, 600))) return 'generated';
  const lines = text.split('\n', 200);
  return text.length > 5_000 && text.slice(0, 50_000).length / lines.length > 500 ? 'minified' : undefined;
}

const generatedText =
  /^(?:\s*(?:\/\/|\/\*|\*).*\n){0,8}.*@generated|^\s*(?:\/\/|\/\*).*(?:auto-?generated|do not edit)/i;
