import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Project, ts } from 'ts-morph';
import type { FileEdit } from '../api.ts';
import { isBefore, packageVersions } from './package-versions.ts';

/** Compiles rewritten files as their own project would, and compares with what it said before. */
export class Verifier {
  readonly #projects = new Map<string, Project>();
  readonly #before = new Map<string, ReadonlySet<string>>();

  /**
   * The first error that the edits would bring into one of their files; `file` is absolute. That a package of
   * `newDependencies` cannot be found yet is none.
   */
  newProblem(edits: readonly FileEdit[], newDependencies: ReadonlySet<string>): string | undefined {
    const isYetToCome = (problem: string) => isMissing(problem, newDependencies);
    const problems = edits.flatMap((edit) => {
      const known = this.#problemsBefore(edit);
      // Without the types of Node, one of its globals is as unknown as the next; where no project says otherwise, all are known.
      const knowsNode = nearestConfig(dirname(edit.file)) !== undefined && ![...known].some(isGlobalOfNode);
      // A type that lacks one member which the program uses is not known here: it lacks the others as well.
      const unknown = new Set([...known].map(lackingType));
      const isNew = (problem: string) =>
        !known.has(problem) && !isYetToCome(problem) && !unknown.has(lackingType(problem) ?? problem);
      return this.#problems(edit.file, edit.after).filter(
        (problem) => isNew(problem) && (knowsNode || !isGlobalOfNode(problem)),
      );
    });
    for (const { file, before } of edits) this.#hold(file, before);
    return problems[0];
  }

  #problemsBefore({ file, before }: FileEdit): ReadonlySet<string> {
    const known = this.#before.get(file) ?? new Set(this.#problems(file, before));
    this.#before.set(file, known);
    return known;
  }

  #problems(file: string, text: string): string[] {
    const program = this.#hold(file, text).getProgram().compilerObject;
    const node = program.getSourceFile(file);
    if (!node) return [];
    const syntactic = program.getSyntacticDiagnostics(node);
    const semantic = syntactic.length > 0 ? [] : program.getSemanticDiagnostics(node);
    return [...syntactic, ...semantic].map((diagnostic) =>
      ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '),
    );
  }

  /** Has the project of a file see it with this text. */
  #hold(file: string, text: string): Project {
    const project = this.#projectOf(file);
    project.createSourceFile(file, text, { overwrite: true });
    return project;
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

function lackingType(problem: string): string | undefined {
  return /^Property '\w+' does not exist on type '(.*)'/.exec(problem)?.[1];
}

function isGlobalOfNode(problem: string): boolean {
  const name = /^Cannot find name '(\w+)'/.exec(problem)?.[1];
  return name !== undefined && Object.hasOwn(globalThis, name);
}

function isMissing(problem: string, packages: ReadonlySet<string>): boolean {
  if (!/cannot find module|could not find a declaration/i.test(problem)) return false;
  return [...packages].some((name) => problem.includes(`'${name}'`));
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
