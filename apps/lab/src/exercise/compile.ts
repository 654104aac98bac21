import type { ts } from 'ts-morph';

/** A module as JavaScript, and its source map. */
export interface Compiled {
  readonly code: string;
  readonly map: string;
}

/** Takes the types out of a module. `source` is the path of the source as seen from the compiled file. */
export async function compile(text: string, source: string): Promise<Compiled> {
  const compiler = await loadCompiler();
  const { outputText, sourceMapText = '{}' } = compiler.transpileModule(text, {
    fileName: source,
    compilerOptions: {
      target: compiler.ScriptTarget.ES2023,
      module: compiler.ModuleKind.ESNext,
      rewriteRelativeImportExtensions: true,
      sourceMap: true,
    },
  });
  const map = { ...(JSON.parse(sourceMapText) as object), sources: [source] };
  return { code: outputText, map: JSON.stringify(map) };
}

let loaded: Promise<typeof ts> | undefined;

// It takes a while, so only when it is needed.
function loadCompiler(): Promise<typeof ts> {
  return (loaded ??= import('ts-morph').then((module) => module.ts));
}
