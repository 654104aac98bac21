import { execFileSync } from 'node:child_process';

/** Runs git in a folder as an author of its own, whatever the machine's configuration says. */
export function git(folder: string, ...args: string[]): string {
  const author = ['-c', 'user.name=spec', '-c', 'user.email=spec@example.org', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...author, ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** Makes a repository of a folder, with all that is in it committed. */
export function commitAll(folder: string): void {
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'all');
}
