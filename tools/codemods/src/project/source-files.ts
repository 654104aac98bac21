import { existsSync, lstatSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { CodedError } from '@watertight/evidence';

/** What a scan looks at. */
export interface SourceSet {
  /** Findings name their files relative to this folder. */
  readonly root: string;
  /** Absolute paths, sorted. */
  readonly files: readonly string[];
  readonly isSingleFile: boolean;
}

/** Finds the sources below a folder, or takes a single file; dependencies, builds, tests and generated files are left out. */
export function findSourceFiles(path: string): SourceSet {
  const absolute = resolve(path);
  if (!existsSync(absolute))
    throw new CodedError('PATH_NOT_FOUND', `${path} does not exist; give a folder or a source file`);
  if (statSync(absolute).isFile()) {
    if (!isSource(absolute)) throw new CodedError('NO_SOURCE_FILES', `${path} is no JavaScript or TypeScript source`);
    return { root: dirname(absolute), files: [absolute], isSingleFile: true };
  }
  const files = [...sourcesBelow(absolute, absolute, ignoredFolders(absolute))].sort();
  if (files.length === 0) {
    throw new CodedError(
      'NO_SOURCE_FILES',
      `${path} holds no JavaScript or TypeScript source; give the folder of a server's code`,
    );
  }
  return { root: absolute, files, isSingleFile: false };
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
const generatedName = /\.d\.[cm]?ts$|[.-]min\.[cm]?js$|\.bundle\.js$|\.config\.[cm]?[jt]s$/;

/** Tests run and end: what they keep does not matter. */
export function isTestFile(file: string): boolean {
  return testName.test(file);
}

/** Code that a page runs: it lives as long as the page, and serves nobody. */
export function isBrowserCode(text: string): boolean {
  return browserText.test(text) && !(isUniversalModule(text) ? ownServerText : serverText).test(text);
}

/** A wrapper for all module systems names `module.exports` wherever it runs. */
function isUniversalModule(text: string): boolean {
  return /\bdefine\.amd\b/.test(text);
}

/** A command that runs and ends, and does not listen. */
export function isScript(text: string): boolean {
  return text.startsWith('#!') && !/\.listen\(|createServer/.test(text);
}

const browserText =
  /\bnew XMLHttpRequest\b|\$\(\s*(?:document|window|this)\b|\$\.(?:ajax|getJSON|each|extend)\(|\bjQuery\b|\bdocument\.(?:getElement|querySelector|createElement|addEventListener|body|head|documentElement|createEvent|cookie|location)|\bwindow\.(?:location|addEventListener|document|navigator|setTimeout|history)|\blocalStorage\./;
const ownServerText =
  /\bprocess\.|\bBuffer\b|(?:from|require\()\s*['"](?:node:[\w/]+|https?|fs|net|express|koa|fastify|hono|ws)['"]/;
const serverText = new RegExp(`\\bmodule\\.exports\\b|${ownServerText.source}`);

function isSource(file: string): boolean {
  return sourceName.test(file) && !/\.d\.[cm]?ts$/.test(file);
}

function* sourcesBelow(folder: string, root: string, ignored: ReadonlySet<string>): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!isLeftOutFolder(entry.name) && !ignored.has(entry.name) && !ignored.has(`/${relativeFile(root, path)}`)) {
        yield* sourcesBelow(path, root, ignored);
      }
    } else if (
      entry.isFile() &&
      sourceName.test(entry.name) &&
      !generatedName.test(entry.name) &&
      !isTestFile(entry.name)
    ) {
      if (!lstatSync(path).isSymbolicLink()) yield path;
    }
  }
}

function isLeftOutFolder(name: string): boolean {
  return (
    name.startsWith('.') || skippedFolders.has(name) || testFolders.has(name) || /-(?:tests?|testsuite)$/.test(name)
  );
}

/** Whole folders that `.gitignore` at the root leaves out; its other patterns speak of single files. */
function ignoredFolders(root: string): ReadonlySet<string> {
  const path = join(root, '.gitignore');
  if (!existsSync(path)) return new Set();
  const plainFolder = /^(\/?)(?:\*\*\/)?([\w.@-]+(?:\/[\w.@-]+)*)\/?$/;
  const names = new Set<string>();
  for (const line of readFileSync(path, 'utf8').split(/\r?\n/)) {
    const match = plainFolder.exec(line.trim());
    if (!match) continue;
    const [, rooted, name = ''] = match;
    names.add(rooted || name.includes('/') ? `/${name}` : basename(name));
  }
  return names;
}

/** Generated or minified text: nobody edits it, so nobody wants findings in it. */
export function isGenerated(text: string): boolean {
  if (
    /^(?:\s*(?:\/\/|\/\*|\*).*\n){0,8}.*@generated|^\s*(?:\/\/|\/\*).*(?:auto-?generated|do not edit)/i.test(
      text.slice(0, 600),
    )
  ) {
    return true;
  }
  const lines = text.split('\n', 200);
  return text.length > 5_000 && text.slice(0, 50_000).length / lines.length > 500;
}
