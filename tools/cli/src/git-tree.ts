import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CodedError } from '@watertight/evidence';

const run = promisify(execFile);

/**
 * Refuses to write into a folder with changes that git does not keep yet: nobody could tell the rewrite from them.
 *
 * @throws {CodedError} `GIT_TREE_DIRTY`
 */
export async function refuseDirtyTree(folder: string): Promise<void> {
  const [first, ...others] = await changedFiles(folder);
  if (first === undefined) return;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  throw new CodedError(
    'GIT_TREE_DIRTY',
    `expected a clean git tree, found changes in ${first}${more}; commit or stash them, or pass --allow-dirty`,
  );
}

async function changedFiles(folder: string): Promise<string[]> {
  try {
    const { stdout } = await run('git', ['status', '--porcelain', '-z', '--no-renames', '--', '.'], {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout.split('\0').flatMap((entry) => (entry === '' ? [] : [entry.slice('XY '.length)]));
  } catch {
    return []; // no git, or no repository: nothing to protect
  }
}
