import { execFile } from 'node:child_process';
import { basename } from 'node:path';
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
  const remedy = changed.every(isOfInstall)
    ? 'an installation leaves these: commit them, or pass --allow-dirty'
    : 'commit or stash them, or pass --allow-dirty';
  throw new CodedError(
    'GIT_TREE_DIRTY',
    `expected a clean git tree, found changes in ${changed.slice(0, namedFiles).join(', ')}${more}; ${remedy}`,
  );
}

// Stashed, the package that a rewrite imports would be missing again.
function isOfInstall(file: string): boolean {
  const lists = ['package.json', 'package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock'];
  return lists.includes(basename(file));
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
