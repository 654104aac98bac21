import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ts } from 'ts-morph';

/** Resolves an import to one of the given sources, or to nothing: relative paths, and `paths` of the root's `tsconfig.json`. */
export function sourceResolver(root: string, sources: ReadonlySet<string>): ResolveModule {
  const aliases = pathAliases(root);
  const find = (base: string) => candidates(base).find((candidate) => sources.has(candidate));

  return (name, containingFile) => {
    const bases = name.startsWith('.') ? [resolve(dirname(containingFile), name)] : aliases(name);
    const found = bases.map(find).find((file) => file !== undefined);
    return found === undefined ? undefined : { resolvedFileName: found, isExternalLibraryImport: false };
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

function pathAliases(root: string): (name: string) => string[] {
  const file = ['tsconfig.json', 'tsconfig.base.json', 'jsconfig.json']
    .map((name) => join(root, name))
    .find((path) => existsSync(path));
  if (file === undefined) return () => [];
  const { config } = ts.readConfigFile(file, (path) => ts.sys.readFile(path)) as { config?: object };
  if (!config) return () => [];
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, dirname(file));
  const base = options.baseUrl ?? dirname(file);
  const patterns = Object.entries(options.paths ?? {});

  return (name) => [
    ...patterns.flatMap(([pattern, targets]) => {
      const [prefix = '', suffix] = pattern.split('*');
      if (suffix === undefined) return name === pattern ? targets.map((target) => resolve(base, target)) : [];
      if (!name.startsWith(prefix) || !name.endsWith(suffix)) return [];
      const middle = name.slice(prefix.length, name.length - suffix.length);
      return targets.map((target) => resolve(base, target.replace('*', middle)));
    }),
    ...(options.baseUrl === undefined ? [] : [resolve(base, name)]),
  ];
}
