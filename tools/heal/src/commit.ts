import { execFile, type ExecFileException } from 'node:child_process';
import { join } from 'node:path';
import type { FileEdit } from '@watertight/codemods';
import { CodedError, type HealResult } from '@watertight/evidence';
import type { AcceptedRewrite } from './heal-leaks.ts';

/**
 * Refuses what could not be committed, before anybody waits for a trial.
 *
 * @throws {CodedError} `GIT_FAILED` outside of a repository with a commit, or where nobody is named; `BRANCH_TAKEN`
 */
export async function requireCommittable(cwd: string, branch: string): Promise<void> {
  const git = gitIn(cwd);
  await git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']).catch((cause: unknown) => {
    throw new CodedError(
      'GIT_FAILED',
      `expected a git repository with a commit at ${cwd} for --commit, found none; commit first, or take the patch with --report-dir`,
      { cause },
    );
  });
  await git(['check-ref-format', '--branch', branch]).catch((cause: unknown) => {
    throw new CodedError('USAGE', `expected the name of a branch for --commit, got '${branch}'`, { cause });
  });
  await git(['var', 'GIT_COMMITTER_IDENT']).catch((cause: unknown) => {
    throw new CodedError('GIT_FAILED', 'git does not know who commits; set user.name and user.email', { cause });
  });
  const isTaken = await git(['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`]).then(
    () => true,
    () => false,
  );
  if (isTaken) throw taken(branch);
}

/**
 * Commits accepted rewrites to a new branch on top of what is checked out, one commit each. Neither the working tree nor the
 * index is touched, nor does any hook run.
 *
 * @throws {CodedError} `GIT_TREE_DIRTY` where a rewritten file is not committed as it is, `BRANCH_TAKEN`, `GIT_FAILED`
 */
export async function commitAccepted(
  cwd: string,
  branch: string,
  accepted: readonly AcceptedRewrite[],
  temporaryFolder: string,
): Promise<NonNullable<HealResult['committed']>> {
  const [top, prefix] = (await gitIn(cwd)(['rev-parse', '--show-toplevel', '--show-prefix'])).split('\n');
  const git = gitIn(top!, { GIT_INDEX_FILE: join(temporaryFolder, 'git-index') });
  const commits: string[] = [];
  let parent = (await git(['rev-parse', 'HEAD'])).trim();
  await git(['read-tree', parent]);
  for (const { healed, edits } of accepted) {
    for (const edit of edits) await stage(git, `${prefix}${edit.file}`, edit);
    const tree = (await git(['write-tree'])).trim();
    parent = (await git(['commit-tree', tree, '-p', parent, '-F', '-'], messageOf(healed))).trim();
    commits.push(parent);
  }
  // The old value is empty: only where there is no such branch yet.
  await git(['update-ref', `refs/heads/${branch}`, parent, '']).catch((error: unknown) => {
    throw error instanceof CodedError && /already exists/.test(error.message) ? taken(branch) : error;
  });
  return { branch, commits };
}

type Git = (args: readonly string[], input?: string) => Promise<string>;

async function stage(git: Git, path: string, { before, after }: FileEdit): Promise<void> {
  const [mode, known] = (await git(['ls-files', '--stage', '--', `:(top,literal)${path}`])).split(/\s+/);
  const blobOf = (text: string, ...options: string[]) =>
    git(['hash-object', ...options, '--stdin', `--path=${path}`], text).then((hash) => hash.trim());
  if (before !== '' && known !== (await blobOf(before))) {
    throw new CodedError(
      'GIT_TREE_DIRTY',
      known
        ? `expected ${path} as it is committed, found changes of yours in it; commit them and run heal again`
        : `expected ${path} in this repository, found it nowhere in it; commit it, or run heal in the submodule that it belongs to`,
    );
  }
  const hash = await blobOf(after, '-w');
  await git(['update-index', '--add', '--cacheinfo', `${mode || '100644'},${hash},${path}`]);
}

function messageOf({ rule, file, why, cause, assumptions }: AcceptedRewrite['healed']): string {
  return [
    `fix: a leak in ${file} (${cause})`,
    `Rewritten by rule ${rule} and proved by the same load before and after: ${why}.`,
    ...(assumptions.length > 0 ? [`To confirm:\n${assumptions.map((one) => `- ${one}`).join('\n')}`] : []),
  ].join('\n\n');
}

function taken(branch: string): CodedError {
  return new CodedError(
    'BRANCH_TAKEN',
    `expected no branch ${branch}, there is one; name another with --commit <branch>, or delete it with \`git branch -D ${branch}\``,
  );
}

function gitIn(cwd: string, env: Readonly<Record<string, string>> = {}): Git {
  return (args, input = '') =>
    new Promise((resolve, reject) => {
      const child = execFile(
        'git',
        [...args],
        { cwd, env: { ...process.env, LC_ALL: 'C', ...env }, maxBuffer: 64 * 1024 * 1024 },
        (error: ExecFileException | null, stdout, stderr) => {
          if (!error) return resolve(stdout);
          const said = stderr.trim() || error.message;
          reject(new CodedError('GIT_FAILED', `git ${args[0]} failed: ${said}`, { cause: error }));
        },
      );
      // A git that ends before it has read everything says so by its status.
      child.stdin?.on('error', () => undefined).end(input);
    });
}
