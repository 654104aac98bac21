import { readFileSync } from 'node:fs';
import { ts } from 'ts-morph';
import { CodedError, type ScanResult } from '@watertight/evidence';
import { relativeFile, whySkipped, type SkippedFile, type SourceSet } from './source-files.ts';
import { sourceResolver } from './resolve-modules.ts';

export interface LoadedSources {
  readonly root: string;
  readonly checker: ts.TypeChecker;
  /** The files to analyse, without those that could not be parsed. */
  readonly files: readonly ts.SourceFile[];
  readonly notAnalysed: ScanResult['notAnalysed'];
  /** What nobody writes by hand. */
  readonly skipped: readonly SkippedFile[];
  /** Which file imports which: by absolute path, the importers of each. */
  readonly importers: ReadonlyMap<string, ReadonlySet<string>>;
  /** The text of a file that was read, without its byte order mark. */
  textOf(file: string): string | undefined;
  /** The byte order mark that a file begins with, or nothing; the trees do without it. */
  mark(file: string): string;
}

/**
 * Reads and binds the sources. Imports are resolved among the sources only: types of dependencies cost seconds and megabytes,
 * and the analysis knows frameworks by the names of their imports.
 */
export function loadSources(sources: SourceSet, { texts: given = new Map(), trees }: Reading = {}): LoadedSources {
  const skipped = [...sources.skipped];
  const notAnalysed: { file: string; reason: string }[] = [];
  const texts = new Map<string, string>();
  const marked = new Set<string>();
  for (const file of sources.files) {
    const text = given.get(file) ?? readText(file);
    const reason = typeof text !== 'string' || sources.isSingleFile ? undefined : whySkipped(text);
    if (typeof text !== 'string') notAnalysed.push({ file: relativeFile(sources.root, file), reason: text.reason });
    else if (reason !== undefined) skipped.push({ file, reason });
    else {
      if (text.startsWith(byteOrderMark)) marked.add(file);
      texts.set(file, text.startsWith(byteOrderMark) ? text.slice(1) : text);
    }
  }

  const importers = new Map<string, Set<string>>();
  const program = ts.createProgram({
    rootNames: [...texts.keys()],
    options: analysisOptions,
    host: compilerHost(sources.root, texts, importers, trees),
  });
  const files: ts.SourceFile[] = [];
  for (const file of texts.keys()) {
    const source = program.getSourceFile(file);
    if (!source) continue;
    const problem = syntaxProblem(source);
    if (problem === undefined) files.push(source);
    else notAnalysed.push({ file: relativeFile(sources.root, file), reason: problem });
  }
  if (sources.isSingleFile && notAnalysed[0]) {
    const { file, reason } = notAnalysed[0];
    throw new CodedError('SOURCE_INVALID', `${file} cannot be analysed: ${reason}; correct it first`);
  }
  return {
    root: sources.root,
    checker: program.getTypeChecker(),
    files,
    notAnalysed,
    skipped,
    importers,
    textOf: (file) => texts.get(file),
    mark: (file) => (marked.has(file) ? byteOrderMark : ''),
  };
}

export interface Reading {
  /** Texts to take for those on disk, by absolute path: what an editor has not saved yet. */
  readonly texts?: ReadonlyMap<string, string> | undefined;
  /** Trees of an earlier reading, to be used again where the text is the same; new ones are added. */
  readonly trees?: Map<string, ts.SourceFile> | undefined;
}

const byteOrderMark = '\uFEFF';

const analysisOptions: ts.CompilerOptions = {
  allowJs: true,
  checkJs: false,
  noEmit: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  esModuleInterop: true,
  allowImportingTsExtensions: true,
  experimentalDecorators: true,
  strict: false,
  jsx: ts.JsxEmit.Preserve,
  // Types of the language would add a third to the cost and tell nothing that names do not.
  noLib: true,
  types: [],
};

/** Serves the given texts and knows no other file. */
function compilerHost(
  root: string,
  texts: ReadonlyMap<string, string>,
  importers: Map<string, Set<string>>,
  trees: Reading['trees'],
): ts.CompilerHost {
  const resolve = sourceResolver(root, new Set(texts.keys()));
  const resolveFrom = (importer: string) => (name: string) => {
    const found = resolve(name, importer);
    if (!found) return undefined;
    const known = importers.get(found.resolvedFileName);
    if (known) known.add(importer);
    else importers.set(found.resolvedFileName, new Set([importer]));
    return found;
  };
  return {
    getSourceFile(file, options) {
      const text = texts.get(file);
      if (text === undefined) return undefined;
      const known = trees?.get(file);
      if (known?.text === text) return known;
      const tree = ts.createSourceFile(file, text, parseOptions(options));
      trees?.set(file, tree);
      return tree;
    },
    fileExists: (file) => texts.has(file),
    readFile: (file) => texts.get(file),
    resolveModuleNames: (names, containingFile) => names.map(resolveFrom(containingFile)),
    getDefaultLibFileName: () => 'lib.d.ts',
    getCurrentDirectory: () => root,
    getCanonicalFileName: (file) => file,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    writeFile: () => undefined,
  };
}

/** The checker links each node to its parent when it binds; comments of TypeScript tell it nothing. */
function parseOptions(options: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.CreateSourceFileOptions {
  const given = typeof options === 'object' ? options : { languageVersion: options };
  return { ...given, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
}

function readText(file: string): string | { readonly reason: string } {
  try {
    const text = readFileSync(file, 'utf8');
    return text.includes('\0') ? { reason: 'not a text file' } : text;
  } catch (error) {
    return { reason: `cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})` };
  }
}

/** The first syntax error as `line 3: …`; types in a JavaScript file (Flow) are none, they parse. */
export function syntaxProblem(source: ts.SourceFile): string | undefined {
  // The program's own list would add a complaint for each type annotation in a `.js` file.
  const [diagnostic] = (source as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] })
    .parseDiagnostics;
  if (!diagnostic) return undefined;
  const { line } = ts.getLineAndCharacterOfPosition(source, diagnostic.start);
  if (isFlow(source)) return `Flow has syntax here that JavaScript with types lacks, in line ${line + 1}`;
  return `line ${line + 1}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
}

function isFlow({ fileName, text }: ts.SourceFile): boolean {
  return /\.[cm]?jsx?$/.test(fileName) && /^\s*(?:\/\/|\/?\*+)\s*@flow\b/m.test(text.slice(0, 2_000));
}
