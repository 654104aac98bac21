import { execFileSync } from 'node:child_process';
import { CodedError } from '@watertight/evidence';
import { rootOf } from './select-findings.ts';

/**
 * The files below a folder that differ from a commit, those that git does not know yet included; relative to the folder.
 * A branch is compared with the commit at which it left `since`, as a pull request is.
 *
 * @throws {CodedError} `GIT_FAILED` outside of a repository, and where there is no such commit; `PATH_NOT_FOUND`
 */
export function changedFiles(path: string, since = 'HEAD'): ReadonlySet<string> {
  const folder = rootOf(path);
  const git = (...args: string[]) => gitIn(folder, args);
  const repository = git('rev-parse', '--show-toplevel');
  if (repository === undefined) {
    throw new CodedError('GIT_FAILED', `expected ${folder} in a git repository, to tell what has changed`);
  }
  const commit = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${since}^{commit}`);
  if (commit === undefined && !(since === 'HEAD' && hasNoCommit(git))) {
    throw new CodedError(
      'GIT_FAILED',
      `there is no commit ${since} here; name a branch, tag or commit, and fetch it first in a shallow clone`,
    );
  }
  const base = commit === undefined ? undefined : (git('merge-base', commit, 'HEAD') ?? commit);
  const changed =
    base === undefined ? '' : git('diff', '--name-only', '--no-renames', '-z', '--relative', base, '--', '.');
  const unknown = git('ls-files', '--others', '--exclude-standard', '-z', ...(base === undefined ? ['--cached'] : []));
  if (changed === undefined || unknown === undefined) {
    throw new CodedError('GIT_FAILED', `git could not compare ${folder} with ${since}`);
  }
  return new Set(`${changed}\0${unknown}`.split('\0').filter(Boolean));
}

function hasNoCommit(git: (...args: string[]) => string | undefined): boolean {
  return git('rev-parse', '--verify', '--quiet', 'HEAD') === undefined;
}

function gitIn(folder: string, args: readonly string[]): string | undefined {
  try {
    const stdout = execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return stdout.replace(/\n$/, '');
  } catch {
    return undefined;
  }
}
