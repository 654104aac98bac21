import { readFileSync } from 'node:fs';
import { Project, ts } from 'ts-morph';
import { CodedError, type ScanResult } from '@watertight/evidence';
import { isGenerated, relativeFile, type SourceSet } from './source-files.ts';
import { sourceResolver } from './resolve-modules.ts';

export interface LoadedProject {
  readonly root: string;
  readonly project: Project;
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  /** The files to analyse, without those that could not be parsed. */
  readonly files: readonly ts.SourceFile[];
  readonly notAnalysed: ScanResult['notAnalysed'];
  /** The byte order mark that a file begins with, or nothing; the trees do without it. */
  mark(file: string): string;
}

/**
 * Reads and binds the sources. Imports are resolved among the sources only: types of dependencies cost seconds and megabytes,
 * and the analysis knows frameworks by the names of their imports.
 */
export function loadProject(sources: SourceSet): LoadedProject {
  const notAnalysed: { file: string; reason: string }[] = [];
  const texts = new Map<string, string>();
  const marked = new Set<string>();
  for (const file of sources.files) {
    const text = readText(file);
    if (typeof text !== 'string') notAnalysed.push({ file: relativeFile(sources.root, file), reason: text.reason });
    else if (sources.isSingleFile || !isGenerated(text)) {
      if (text.startsWith(byteOrderMark)) marked.add(file);
      texts.set(file, text.startsWith(byteOrderMark) ? text.slice(1) : text);
    }
  }

  const project = new Project({
    compilerOptions: analysisOptions,
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
    resolutionHost: sourceResolver(sources.root, new Set(texts.keys())),
  });
  for (const [file, text] of texts) project.createSourceFile(file, text, { overwrite: true });

  const program = project.getProgram().compilerObject;
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
    project,
    program,
    checker: project.getTypeChecker().compilerObject,
    files,
    notAnalysed,
    mark: (file) => (marked.has(file) ? byteOrderMark : ''),
  };
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
  strict: true,
  jsx: ts.JsxEmit.Preserve,
  lib: ['lib.es2023.d.ts'],
  types: [],
  skipLibCheck: true,
};

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
  return `line ${line + 1}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
}
