import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

// `src` and `dist` lie side by side, so this leads to the root from either.
const ownRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** The files that the documentation is written from, by their path from the root: `libs/load/README.md`. */
export class Repository {
  readonly root: string;

  constructor(root = ownRoot) {
    this.root = root;
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  isFolder(path: string): boolean {
    return this.has(path) && statSync(join(this.root, path)).isDirectory();
  }

  /** The path from the root of a file that is known by its absolute one. */
  pathOf(file: string): string {
    return relative(this.root, file).split(sep).join('/');
  }

  /** The names in a folder, in order. */
  list(folder: string): string[] {
    return readdirSync(join(this.root, folder)).toSorted();
  }

  /** All files below a folder whose name ends so, without what is built, installed or a fixture. */
  find(folder: string, ending: string): string[] {
    if (!this.has(folder)) return [];
    const entries = readdirSync(join(this.root, folder), { withFileTypes: true });
    return entries
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const path = posix.join(folder, entry.name);
        if (entry.isDirectory()) return isOurs(entry.name) ? this.find(path, ending) : [];
        return path.endsWith(ending) ? [path] : [];
      });
  }

  /** All pages in Markdown that people read. */
  markdown(): string[] {
    const atTheRoot = this.list('.').filter((name) => name.endsWith('.md') && name !== 'CHANGELOG.md');
    return [...atTheRoot, ...['apps', 'bench', 'docs', 'libs', 'tools'].flatMap((folder) => this.find(folder, '.md'))];
  }
}

const isOurs = (name: string) => !/^(node_modules|dist|out-tsc|fixtures|zoo|\..*)$/.test(name);
