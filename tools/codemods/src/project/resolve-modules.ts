import { dirname, join, resolve } from 'node:path';
import type { ts } from 'ts-morph';
import { PathAliases } from './path-aliases.ts';
import { WorkspacePackages } from './workspace-packages.ts';

/** Resolves an import to one of the given sources, or to nothing: relative paths, `paths` of a project, packages of a workspace. */
export function sourceResolver(root: string, sources: ReadonlySet<string>): ResolveModule {
  const aliases = new PathAliases(root);
  const packages = new WorkspacePackages(root, sources);
  const find = (base: string) => candidates(base).find((candidate) => sources.has(candidate));

  return (name, containingFile) => {
    const bases = name.startsWith('.')
      ? [resolve(dirname(containingFile), name)]
      : [...aliases.aliasesFor(containingFile)(name), ...packages.sourcesOf(name)];
    for (const base of bases) {
      const found = find(base);
      if (found !== undefined) return { resolvedFileName: found, isExternalLibraryImport: false };
    }
    return undefined;
  };
}

type ResolveModule = (name: string, containingFile: string) => ts.ResolvedModule | undefined;

const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

// `./x.js` names `x.ts` in TypeScript sources.
function candidates(base: string): string[] {
  const stem = base.replace(/\.([cm]?)jsx?$/, '');
  return [
    base,
    ...extensions.map((extension) => base + extension),
    ...(stem === base ? [] : extensions.map((extension) => stem + extension)),
    ...extensions.map((extension) => join(base, `index${extension}`)),
  ];
}
