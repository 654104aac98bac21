import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';

/** Runs a program in a folder; `node` is put first where `#!/usr/bin/env node` looks. */
export function run(file, args, { cwd, node } = {}) {
  const path = node ? `${node.folder}${delimiter}${process.env.PATH}` : process.env.PATH;
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 900_000,
    env: { ...environment(), PATH: path, NO_COLOR: '1' },
  });
  return { status, output: `${stdout ?? ''}${stderr ?? ''}${error ? error.message : ''}` };
}

// npm tells its scripts of the workspace, in which the project of somebody else has no part.
function environment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS$|INIT_CWD$)/.test(name)),
  );
}

/** Runs npm, and stops where it fails; install scripts are run only where they are asked for. */
export function npm(args, cwd, { installScripts = false } = {}) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', ...(installScripts ? [] : ['--ignore-scripts'])];
  const { status, output } = run('npm', [...args, ...quiet], { cwd });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed in ${cwd}\n${output}`);
}
