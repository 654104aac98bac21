import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { foldersToRepository } from './folders.ts';

/** Whether git, by its `.gitignore` files, leaves a path out; folders are asked for before what is in them. */
export class IgnoredPaths {
  readonly #root: string;
  #above: readonly string[];
  readonly #matchers = new Map<string, Ignore | null>();

  constructor(root: string) {
    this.#root = root;
    const folders = foldersToRepository(root);
    const isRepository = existsSync(join(folders.at(-1) ?? root, '.git'));
    this.#above = isRepository ? folders.slice(1) : [];
    // Who names a folder that git ignores wants it looked at.
    if (isRepository && folders.length > 1 && this.isIgnored(root, true)) this.#above = [];
  }

  isIgnored(path: string, isFolder: boolean): boolean {
    // The nearest file that speaks of a path decides; in it, the last line that does.
    for (const folder of this.#foldersAbove(path)) {
      const name = relative(folder, path).split(sep).join('/');
      const { ignored, unignored } = this.#matcherOf(folder)?.test(isFolder ? `${name}/` : name) ?? undecided;
      if (ignored || unignored) return ignored;
    }
    return false;
  }

  *#foldersAbove(path: string): Generator<string> {
    if (path !== this.#root) {
      for (let folder = dirname(path); folder !== this.#root; folder = dirname(folder)) yield folder;
      yield this.#root;
    }
    yield* this.#above;
  }

  #matcherOf(folder: string): Ignore | null {
    const known = this.#matchers.get(folder);
    if (known !== undefined) return known;
    // What is below ranks higher, so it comes last.
    const files = [join(folder, '.git/info/exclude'), join(folder, '.gitignore')].filter((file) => existsSync(file));
    const matcher =
      files.length === 0 ? null : ignore().add(files.map((file) => readFileSync(file, 'utf8')).join('\n'));
    this.#matchers.set(folder, matcher);
    return matcher;
  }
}

const undecided = { ignored: false, unignored: false };
