import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import type { ts as Compiler } from 'ts-morph';
import { defineConfig } from './config.ts';

/**
 * Runs a module of any kind and gives its default export. Node 20 cannot import TypeScript, and a project that runs the
 * command by its path has no package `watertight` to import: so modules are compiled here, and are handed our own.
 */
export function evaluateModule(file: string): unknown {
  const exported = run(file, new Map());
  return isModule(exported) ? exported.default : exported;
}

const ownPackages = new Set(['watertight', '@watertight/codemods']);
const extensions = ['', '.ts', '.mts', '.cts', '.mjs', '.js', '.cjs'];

function run(file: string, loaded: Map<string, { exports: unknown }>): unknown {
  const known = loaded.get(file);
  if (known) return known.exports;
  const module = { exports: {} as unknown };
  loaded.set(file, module);
  const require = createRequire(file);
  const load = (name: string): unknown => {
    if (ownPackages.has(name)) return { defineConfig };
    const own = /^\.\.?\//.test(name) ? sourceOf(resolve(dirname(file), name)) : undefined;
    return own === undefined ? require(name) : run(own, loaded);
  };
  const parameters = ['module', 'exports', 'require', '__filename', '__dirname'];
  const body = compileFunction(compiled(file), parameters, { filename: file }) as (...given: unknown[]) => void;
  body(module, module.exports, load, file, dirname(file));
  return module.exports;
}

function sourceOf(base: string): string | undefined {
  const stem = base.replace(/\.([cm]?)js$/, '.$1ts');
  return [...extensions.map((extension) => base + extension), stem].find(
    (path) => /\.[cm]?[jt]s$/.test(path) && existsSync(path),
  );
}

function compiled(file: string): string {
  // A scan that is answered from the cache has no other need of the compiler.
  const { ts } = createRequire(import.meta.url)('ts-morph') as { ts: typeof Compiler };
  const { outputText, diagnostics } = ts.transpileModule(readFileSync(file, 'utf8'), {
    // By another name, a `.mjs` file would stay a module.
    fileName: file.replace(/[cm]?[jt]s$/, 'ts'),
    reportDiagnostics: true,
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
      allowJs: true,
      removeComments: true,
    },
  });
  const [problem] = diagnostics ?? [];
  if (problem) throw new SyntaxError(ts.flattenDiagnosticMessageText(problem.messageText, ' '));
  return outputText;
}

function isModule(value: unknown): value is { readonly default: unknown } {
  return typeof value === 'object' && value !== null && '__esModule' in value && 'default' in value;
}
