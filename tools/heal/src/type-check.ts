import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as TypeScript from 'typescript';
import { isInside } from './paths.ts';

/** What the compiler says of some files, each diagnostic in one line; `checked` tells for which of them it could be asked. */
export interface TypeCheck {
  readonly checked: readonly string[];
  readonly diagnostics: readonly string[];
}

/** Asks the target's own compiler, with the settings that include each file, for the diagnostics of these files alone. */
export function checkTypes(cwd: string, files: readonly string[], root = cwd): TypeCheck {
  const checks = files.flatMap((file) => checkFile(cwd, file, root) ?? []);
  return {
    checked: checks.map(({ file }) => file),
    diagnostics: checks.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** Diagnostics that a rewrite brought; the same text at another line is no new one. */
export function newDiagnostics(before: TypeCheck, after: TypeCheck): string[] {
  const left = before.diagnostics.map(withoutLine);
  return after.diagnostics.filter((diagnostic) => {
    const known = left.indexOf(withoutLine(diagnostic));
    if (known >= 0) left.splice(known, 1);
    return known < 0;
  });
}

function withoutLine(diagnostic: string): string {
  return diagnostic.replace(/:\d+: /, ': ');
}

function checkFile(cwd: string, file: string, root: string): { file: string; diagnostics: string[] } | undefined {
  const path = join(cwd, file);
  const ts = compilerOf(path);
  const settings = ts && settingsFor(ts, root, path);
  if (!settings) return undefined;
  const program = ts.createProgram({
    rootNames: settings.fileNames,
    // Nothing is written; the files of incremental builds stay those of the build.
    options: withoutOutput(settings.options),
    ...(settings.projectReferences && { projectReferences: settings.projectReferences }),
  });
  const source = program.getSourceFile(path);
  if (!source) return undefined;
  const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  return { file, diagnostics: found.map((diagnostic) => describe(ts, file, diagnostic)) };
}

function compilerOf(path: string): typeof TypeScript | undefined {
  try {
    const ts = createRequire(path)('typescript') as typeof TypeScript;
    return typeof ts.createProgram === 'function' ? ts : undefined;
  } catch {
    return undefined;
  }
}

function withoutOutput(options: TypeScript.CompilerOptions): TypeScript.CompilerOptions {
  const changed = { ...options, noEmit: true, composite: false, incremental: false };
  delete changed.tsBuildInfoFile;
  return changed;
}

/** The nearest settings that include the file: those of its folder, those that they refer to, else those of a folder above. */
function settingsFor(
  ts: typeof TypeScript,
  root: string,
  path: string,
  folder = dirname(path),
): TypeScript.ParsedCommandLine | undefined {
  if (!isInside(folder, root)) return undefined;
  for (const config of configsIn(folder)) {
    const found = readIncluding(ts, join(folder, config), path);
    if (found) return found;
  }
  return settingsFor(ts, root, path, dirname(folder));
}

function configsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /^tsconfig(\..+)?\.json$/.test(name))
    .sort((a, b) => Number(b === 'tsconfig.json') - Number(a === 'tsconfig.json') || a.localeCompare(b));
}

function readIncluding(
  ts: typeof TypeScript,
  config: string,
  path: string,
  seen: readonly string[] = [],
): TypeScript.ParsedCommandLine | undefined {
  if (!existsSync(config) || seen.includes(config)) return undefined;
  const { config: json } = ts.readConfigFile(config, (name) => ts.sys.readFile(name)) as { config?: unknown };
  if (json === undefined) return undefined;
  const parsed = ts.parseJsonConfigFileContent(json, ts.sys, dirname(config), undefined, config);
  if (parsed.fileNames.includes(path.replaceAll('\\', '/'))) return parsed;
  for (const reference of parsed.projectReferences ?? []) {
    const found = readIncluding(ts, ts.resolveProjectReferencePath(reference), path, [...seen, config]);
    if (found) return found;
  }
  return undefined;
}

function describe(
  ts: typeof TypeScript,
  file: string,
  { start, file: source, code, messageText }: TypeScript.Diagnostic,
): string {
  const line = source && start !== undefined ? source.getLineAndCharacterOfPosition(start).line + 1 : 0;
  return `${file}:${line}: TS${code} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
}
