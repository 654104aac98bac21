import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The folder of a path and those above it, up to the root of its repository. */
export function foldersToRepository(path: string): string[] {
  const absolute = resolve(path);
  const isFolder = existsSync(absolute) && statSync(absolute).isDirectory();
  const folders: string[] = [];
  for (const folder of foldersUp(isFolder ? absolute : dirname(absolute))) {
    folders.push(folder);
    if (existsSync(join(folder, '.git'))) break;
  }
  return folders;
}

/** A folder and all above it. */
export function* foldersUp(from: string): Generator<string> {
  for (let folder = from; ; folder = dirname(folder)) {
    yield folder;
    if (folder === dirname(folder)) return;
  }
}
