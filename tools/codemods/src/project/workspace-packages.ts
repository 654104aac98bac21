import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { foldersUp } from './folders.ts';

/** Knows the packages that the sources themselves are, so that one may import another by its name. */
export class WorkspacePackages {
  readonly #byName = new Map<string, WorkspacePackage>();

  constructor(root: string, files: Iterable<string>) {
    const seen = new Set<string>();
    for (const file of files) {
      for (const folder of foldersUp(dirname(file))) {
        if (seen.has(folder) || !folder.startsWith(root)) break;
        seen.add(folder);
        const read = readPackage(folder);
        if (read && !this.#byName.has(read.name)) this.#byName.set(read.name, read);
      }
    }
  }

  /** Where an import of a package's name, or of a path in it, may lead: what it publishes is built from one of these. */
  sourcesOf(specifier: string): readonly string[] {
    const [, name = '', rest = ''] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.+))?$/.exec(specifier) ?? [];
    const found = this.#byName.get(name);
    if (!found) return [];
    const { folder, entries } = found;
    if (rest !== '') return [join(folder, 'src', rest), join(folder, rest), join(folder, 'lib', rest)];
    return [
      ...entries.flatMap((entry) => sourceOfBuilt(folder, entry)),
      join(folder, 'src'),
      join(folder, 'src/main'),
      folder,
    ];
  }
}

interface WorkspacePackage {
  readonly name: string;
  readonly folder: string;
  /** The files that it names as its own, built or not. */
  readonly entries: readonly string[];
}

function readPackage(folder: string): WorkspacePackage | undefined {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  try {
    const json = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    if (typeof json['name'] !== 'string') return undefined;
    const entries = ['source', 'main', 'module', 'types'].map((field) => json[field]);
    return { name: json['name'], folder, entries: entries.filter((entry) => typeof entry === 'string') };
  } catch {
    return undefined;
  }
}

/** `dist/index.js` is built from `src/index.ts`, `dist/src/index.js` as well. */
function sourceOfBuilt(folder: string, entry: string): string[] {
  const stem = entry.replace(/\.d\.([cm]?)ts$/, '.$1js');
  const inSource = stem.replace(/^(?:\.\/)?(?:dist|build|lib|out)\/(?:(?:cjs|esm|src)\/)?/, 'src/');
  return [join(folder, stem), join(folder, inSource)];
}
