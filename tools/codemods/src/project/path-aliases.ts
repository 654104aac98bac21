import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ts } from 'ts-morph';

/** Where an import's name leads by the configuration of the project that a file belongs to, best first. */
export type Aliases = (name: string) => readonly string[];

/** The `paths` and `baseUrl` of the nearest `tsconfig.json` or `jsconfig.json` at or above a file, up to the root. */
export class PathAliases {
  readonly #root: string;
  readonly #byFolder = new Map<string, Aliases>();

  constructor(root: string) {
    this.#root = root;
  }

  aliasesFor(file: string): Aliases {
    return this.#inFolder(dirname(file));
  }

  #inFolder(folder: string): Aliases {
    const known = this.#byFolder.get(folder);
    if (known) return known;
    const configs = configNames.map((name) => join(folder, name)).filter((path) => existsSync(path));
    const isTop = folder === this.#root || folder === dirname(folder);
    const found = configs.map(aliasesOf).find((own) => own) ?? (isTop ? none : this.#inFolder(dirname(folder)));
    this.#byFolder.set(folder, found);
    return found;
  }
}

// Several projects of one folder share their paths; `tsconfig.base.json` is what monorepos keep them in.
const configNames = ['tsconfig.json', 'tsconfig.base.json', 'jsconfig.json'];
const none: Aliases = () => [];

/** Undefined where the configuration says nothing of names, so that those above it are asked. */
function aliasesOf(config: string): Aliases | undefined {
  const { config: json } = ts.readConfigFile(config, (path) => ts.sys.readFile(path)) as { config?: object };
  if (!json) return undefined;
  const { options } = ts.parseJsonConfigFileContent({ ...json, files: [] }, ts.sys, dirname(config));
  const base = options.baseUrl ?? (options['pathsBasePath'] as string | undefined) ?? dirname(config);
  const patterns = Object.entries(options.paths ?? {});
  if (patterns.length === 0 && options.baseUrl === undefined) return undefined;

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
