import { access } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { World } from '../world.ts';

/**
 * From the root of the repository to a folder, such as `packages/api/`; empty where the folder is the root. Platforms that show
 * results beside the source know files by their path in the repository.
 */
export async function folderInRepository(folder: string, { env, cwd }: Pick<World, 'env' | 'cwd'>): Promise<string> {
  const checkedOut = [env['GITHUB_WORKSPACE'], env['CI_PROJECT_DIR']].filter(
    (path) => path !== undefined && path !== '',
  );
  const roots = [...checkedOut.map((path) => resolve(cwd, path!)), (await gitRootOf(folder)) ?? cwd];
  const inside = roots.map((root) => relative(root, folder)).find(isBelow) ?? '';
  return inside === '' ? '' : `${inside.split(sep).join('/')}/`;
}

function isBelow(path: string): boolean {
  return !isAbsolute(path) && path !== '..' && !path.startsWith(`..${sep}`);
}

async function gitRootOf(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    const isRoot = await access(join(at, '.git')).then(
      () => true,
      () => false,
    );
    if (isRoot) return at;
    if (at === dirname(at)) return undefined;
  }
}
