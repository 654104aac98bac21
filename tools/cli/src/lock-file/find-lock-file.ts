import { access, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CodedError } from '@watertight/evidence';

/** The names by which package managers know their lock files; the first that is there counts. */
export const lockFileNames = ['npm-shrinkwrap.json', 'package-lock.json', 'pnpm-lock.yaml', 'yarn.lock'] as const;

export interface FoundLockFile {
  readonly path: string;
  /** Others that lie in the same folder. */
  readonly others: readonly string[];
}

/**
 * The lock file that was named, or that of a folder: its own, or of the nearest folder above, as workspaces share one.
 *
 * @throws {CodedError} `PATH_NOT_FOUND`, `LOCK_FILE_NOT_FOUND`
 */
export async function findLockFile(path: string): Promise<FoundLockFile> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new CodedError('PATH_NOT_FOUND', `expected a folder or a lock file, found nothing at ${path}`);
  if (found.isFile()) return { path, others: [] };
  for (let folder = path; ; folder = dirname(folder)) {
    const [first, ...others] = await existing(folder, lockFileNames);
    if (first !== undefined) return { path: join(folder, first), others };
    const isTop = folder === dirname(folder) || (await existing(folder, ['.git'])).length > 0;
    if (isTop) throw await notFound(path);
  }
}

async function existing<Name extends string>(folder: string, names: readonly Name[]): Promise<Name[]> {
  const found = await Promise.all(
    names.map((name) =>
      access(join(folder, name)).then(
        () => name,
        () => null,
      ),
    ),
  );
  return found.filter((name) => name !== null);
}

async function notFound(path: string): Promise<CodedError> {
  const [unread] = await existing(path, ['bun.lock', 'bun.lockb']);
  const but = unread === undefined ? 'found none' : `found ${unread}, which is not read`;
  return new CodedError(
    'LOCK_FILE_NOT_FOUND',
    `expected ${lockFileNames.join(', ')} in ${path} or above, ${but}; install with npm, pnpm or Yarn once, or name the file`,
  );
}
