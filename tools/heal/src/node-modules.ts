import { mkdir, readdir, readlink, realpath, symlink } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Dirent } from 'node:fs';
import { isInside } from './paths.ts';

/** What stands where: a path in `from` has its copy at the same place in `to`. */
interface Relocation {
  readonly from: string;
  readonly to: string;
}

// Tools write into these: a build in the copy must not reach the original.
const caches = new Set(['.cache', '.vite', '.vite-temp', '.nx']);

/** Fills a folder with links to the packages of a `node_modules` folder; packages of the workspace become those of the copy. */
export async function linkNodeModules(packages: string, target: string, relocation: Relocation): Promise<void> {
  for (const entry of await readdir(packages, { withFileTypes: true })) {
    if (caches.has(entry.name)) continue;
    const [path, link] = [join(packages, entry.name), join(target, entry.name)];
    if (entry.isDirectory() && entry.name === '.bin') await linkCommands(path, link);
    else if (entry.isDirectory() && entry.name.startsWith('@')) await linkScope(path, link, relocation);
    else await linkPackage(entry, path, link, relocation);
  }
}

async function linkScope(scope: string, target: string, relocation: Relocation): Promise<void> {
  await mkdir(target);
  for (const entry of await readdir(scope, { withFileTypes: true })) {
    await linkPackage(entry, join(scope, entry.name), join(target, entry.name), relocation);
  }
}

async function linkPackage(entry: Dirent, path: string, link: string, { from, to }: Relocation): Promise<void> {
  if (!entry.isSymbolicLink()) return symlink(path, link);
  const leadsTo = await realpath(path).catch(async () => resolve(dirname(path), await readlink(path)));
  const isWorkspacePackage = isInside(leadsTo, from) && !relative(from, leadsTo).split(sep).includes('node_modules');
  await symlink(isWorkspacePackage ? join(to, relative(from, leadsTo)) : leadsTo, link);
}

/** Links such as `.bin/tsc → ../typescript/bin/tsc` go through the copy's packages, as their text says. */
async function linkCommands(commands: string, target: string): Promise<void> {
  await mkdir(target);
  for (const entry of await readdir(commands, { withFileTypes: true })) {
    const path = join(commands, entry.name);
    const text = entry.isSymbolicLink() ? await readlink(path) : path;
    await symlink(isAbsolute(text) ? path : text, join(target, entry.name));
  }
}
