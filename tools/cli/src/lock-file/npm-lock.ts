import type { DirectDependency, LockedPackage, LockFile } from './lock-file.ts';
import { partsOf } from './spec.ts';

/** `package-lock.json` or `npm-shrinkwrap.json` of any version. */
export function readNpmLock(text: string): LockFile {
  const lock = JSON.parse(text) as NpmLock | null;
  if (!lock?.packages && !lock?.dependencies && lock?.lockfileVersion === undefined) {
    throw new Error('it lists neither packages nor dependencies');
  }
  return lock.packages ? fromPackages(lock.packages, text) : fromTree(lock.dependencies ?? {}, text);
}

interface NpmLock {
  readonly lockfileVersion?: number;
  readonly packages?: Packages;
  /** The tree of version 1. */
  readonly dependencies?: Tree;
}

type Packages = Readonly<Record<string, Entry>>;
interface Entry {
  readonly name?: string;
  readonly version?: string;
  readonly link?: boolean;
  readonly dependencies?: Ranges;
  readonly devDependencies?: Ranges;
  readonly optionalDependencies?: Ranges;
}
type Ranges = Readonly<Record<string, string>>;

const inModules = 'node_modules/';

function fromPackages(packages: Packages, text: string): LockFile {
  const lines = linesOfKeys(text);
  const needs = (from: string, ...ranges: readonly (Ranges | undefined)[]) =>
    ranges.flatMap((each) => Object.keys(each ?? {})).flatMap((name) => resolved(from, name, packages));
  const entries = Object.entries(packages);
  const locked = entries
    .filter(([key, { version, link }]) => key.includes(inModules) && version !== undefined && !link)
    .map(([key, entry]): LockedPackage => ({
      id: key,
      name: entry.name ?? key.slice(key.lastIndexOf(inModules) + inModules.length),
      version: entry.version!,
      line: lines.get(key) ?? 1,
      needs: needs(key, entry.dependencies, entry.optionalDependencies),
    }));
  // The project itself, and the packages of its workspaces.
  const own = entries.filter(([key]) => !key.includes(inModules));
  const direct = own.flatMap(([key, entry]): DirectDependency[] => [
    ...needs(key, entry.dependencies, entry.optionalDependencies).map((id) => ({ id, isForDevelopment: false })),
    ...needs(key, entry.devDependencies).map((id) => ({ id, isForDevelopment: true })),
  ]);
  return { format: 'npm', packages: locked, direct };
}

/** As Node looks for a module: in the folder's own `node_modules`, then in that of each folder above. */
function resolved(from: string, name: string, packages: Packages): string[] {
  for (let folder = from; ; folder = above(folder)) {
    const key = `${folder === '' ? '' : `${folder}/`}${inModules}${name}`;
    if (packages[key]) return packages[key].link ? [] : [key];
    if (folder === '') return [];
  }
}

function above(folder: string): string {
  const at = folder.lastIndexOf('/');
  return at < 0 ? '' : folder.slice(0, at);
}

function linesOfKeys(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  for (const [index, line] of text.split('\n').entries()) {
    const [, key] = /^\s*("(?:[^"\\]|\\.)*node_modules\/(?:[^"\\]|\\.)*"): \{/.exec(line) ?? [];
    if (key !== undefined) lines.set(JSON.parse(key) as string, index + 1);
  }
  return lines;
}

type Tree = Readonly<Record<string, TreeEntry>>;
interface TreeEntry {
  readonly version?: string;
  readonly dev?: boolean;
  readonly requires?: Ranges | boolean;
  readonly dependencies?: Tree;
}

/** Version 1 nests packages as they lie in folders, and does not say which of them the project names. */
function fromTree(tree: Tree, text: string): LockFile {
  const flat: Record<string, Entry & { readonly dev: boolean }> = {};
  const flatten = (folder: string, below: Tree) => {
    for (const [name, entry] of Object.entries(below)) {
      const key = `${folder}${inModules}${name}`;
      const requires = typeof entry.requires === 'object' ? entry.requires : {};
      // `npm:express-sse@0.2.1`, where the package goes by another name.
      const aliased = entry.version?.startsWith('npm:') ? partsOf(entry.version.slice('npm:'.length)) : undefined;
      const version = aliased?.range ?? entry.version;
      flat[key] = {
        dev: entry.dev === true,
        ...(aliased && { name: aliased.name }),
        ...(version !== undefined && { version }),
        dependencies: requires,
      };
      flatten(`${key}/`, entry.dependencies ?? {});
    }
  };
  flatten('', tree);
  const { packages } = fromPackages(flat, text);
  const lined = packages.map((one) => ({ ...one, line: lineInTree(text, one) }));
  const needed = new Set(lined.flatMap(({ needs }) => needs));
  const direct = lined.filter(({ id }) => !needed.has(id)).map(({ id }) => ({ id, isForDevelopment: flat[id]!.dev }));
  return { format: 'npm', packages: lined, direct };
}

function lineInTree(text: string, { id, version }: LockedPackage): number {
  const start = `${JSON.stringify(id.slice(id.lastIndexOf(inModules) + inModules.length))}: {`;
  const at = text.search(new RegExp(`${escaped(start)}\\s*"version": "(?:npm:[^"]*@)?${escaped(version)}"`));
  return at < 0 ? 1 : text.slice(0, at).split('\n').length;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
