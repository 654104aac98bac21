import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Project, ts } from 'ts-morph';
import type { FileEdit } from '../api.ts';
import { isBefore, packageVersions } from './package-versions.ts';

/** Compiles rewritten files as their own project would, and compares with what it said before. */
export class Verifier {
  readonly #newDependencies: ReadonlySet<string>;
  readonly #projects = new Map<string, Project>();
  readonly #before = new Map<string, ReadonlySet<string>>();

  constructor(newDependencies: ReadonlySet<string>) {
    this.#newDependencies = newDependencies;
  }

  /** The first error that the edits would bring into one of their files; `file` is absolute. */
  newProblem(edits: readonly FileEdit[]): string | undefined {
    for (const edit of edits) {
      const known = this.#problemsBefore(edit);
      for (const problem of this.#problems(edit.file, edit.after)) if (!known.has(problem)) return problem;
    }
    return undefined;
  }

  #problemsBefore({ file, before }: FileEdit): ReadonlySet<string> {
    const known = this.#before.get(file) ?? new Set(this.#problems(file, before));
    this.#before.set(file, known);
    return known;
  }

  #problems(file: string, text: string): string[] {
    const project = this.#projectOf(file);
    const source = project.createSourceFile(file, text, { overwrite: true });
    const program = project.getProgram().compilerObject;
    const node = program.getSourceFile(source.getFilePath());
    if (!node) return [];
    const syntactic = program.getSyntacticDiagnostics(node);
    const semantic = syntactic.length > 0 ? [] : program.getSemanticDiagnostics(node);
    return [...syntactic, ...semantic]
      .map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '))
      .filter((message) => !this.#isMissingDependency(message));
  }

  /** A package that is yet to be installed cannot be found yet. */
  #isMissingDependency(message: string): boolean {
    return [...this.#newDependencies].some(
      (name) => message.includes(`'${name}'`) && /cannot find module|could not find a declaration/i.test(message),
    );
  }

  #projectOf(file: string): Project {
    const config = nearestConfig(dirname(file));
    const key = config ?? '';
    const known = this.#projects.get(key);
    if (known) return known;
    const project = new Project({
      compilerOptions:
        config === undefined ? looseOptions : { ...defaultsFor(file), ...optionsOf(config), ...neutralOptions },
      skipAddingFilesFromTsConfig: true,
      skipFileDependencyResolution: true,
    });
    this.#projects.set(key, project);
    return project;
  }
}

/** TypeScript is strict by default since 6.0; a project with an older one is not, unless it says so. */
function defaultsFor(file: string): ts.CompilerOptions {
  const version = packageVersions.versionOf('typescript', file);
  return { strict: version !== undefined && !isBefore(version, '6.0.0') };
}

function nearestConfig(folder: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    for (const name of ['tsconfig.lib.json', 'tsconfig.app.json', 'tsconfig.json']) {
      const path = join(current, name);
      if (existsSync(path)) return path;
    }
    if (current === dirname(current)) return undefined;
  }
}

function optionsOf(config: string): ts.CompilerOptions {
  const { config: json } = ts.readConfigFile(config, (path) => ts.sys.readFile(path)) as { config?: object };
  return ts.parseJsonConfigFileContent({ ...json, files: [], include: [] }, ts.sys, dirname(config)).options;
}

// Only the types matter here: nothing is emitted, and the rest of a project need not be there.
const neutralOptions: ts.CompilerOptions = {
  noEmit: true,
  composite: false,
  incremental: false,
  declaration: false,
  skipLibCheck: true,
  allowJs: true,
};
const looseOptions: ts.CompilerOptions = {
  ...neutralOptions,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  esModuleInterop: true,
  allowImportingTsExtensions: true,
  lib: ['lib.es2023.d.ts'],
  strict: true,
};
