// Runs in a thread of its own, as `module.register` wants it: https://nodejs.org/api/module.html#hooks
import { readFile } from 'node:fs/promises';
import type { LoadHook } from 'node:module';
import { fileURLToPath } from 'node:url';
import { ts } from 'ts-morph';

/** Strips the types of a module; it is an ES module whatever its folder says. */
export const load: LoadHook = async (url, context, nextLoad) => {
  if (!/\.m?ts$/.test(url) || !url.startsWith('file:')) return nextLoad(url, context);
  const text = await readFile(fileURLToPath(url), 'utf8');
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true };
  const { outputText } = ts.transpileModule(text, { fileName: fileURLToPath(url), compilerOptions });
  return { format: 'module', shortCircuit: true, source: outputText };
};
