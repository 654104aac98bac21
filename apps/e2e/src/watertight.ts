import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The root of this workspace. */
export const workspaceRoot = fileURLToPath(new URL('../../..', import.meta.url));

/** The built command. */
export const watertightCommand = fileURLToPath(new URL('../../../tools/cli/dist/main.js', import.meta.url));

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly node?: string;
  /** Stops the command as Ctrl-C would. */
  readonly signal?: AbortSignal;
}

/** Runs the built `watertight` command as a user would and waits for its end. */
export function runWatertight(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(options.node ?? process.execPath, [watertightCommand, ...args], {
      cwd: options.cwd ?? workspaceRoot,
      env: { ...process.env, NO_COLOR: '1', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    options.signal?.addEventListener('abort', () => child.kill('SIGINT'), { once: true });
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
}
