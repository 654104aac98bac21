import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CodedError } from '@watertight/evidence';

const run = promisify(execFile);
const namedFiles = 5;

/**
 * Refuses a folder with changes that git does not keep yet: the rewrite could not be told from them.
 * A folder outside git is fine.
 *
 * @throws {CodedError} `GIT_TREE_DIRTY`
 */
export async function refuseDirtyTree(folder: string): Promise<void> {
  const changed = await changedFiles(folder);
  if (changed.length === 0) return;
  const more = changed.length > namedFiles ? ` and ${changed.length - namedFiles} more` : '';
  throw new CodedError(
    'GIT_TREE_DIRTY',
    `expected a clean git tree, found changes in ${changed.slice(0, namedFiles).join(', ')}${more}; commit or stash them, or pass --allow-dirty`,
  );
}

async function changedFiles(folder: string): Promise<string[]> {
  try {
    const { stdout } = await run('git', ['status', '--porcelain', '-z', '--no-renames', '--', '.'], {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout
      .split('\0')
      .filter(Boolean)
      .map((entry) => entry.slice('XY '.length));
  } catch {
    return []; // no git, or no repository
  }
}
