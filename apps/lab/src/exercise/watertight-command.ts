import { spawn } from 'node:child_process';
import { environment } from './program.ts';

export interface CommandRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (step: { readonly message: string; readonly fraction: number }) => void;
}

export type CommandEnd =
  | { readonly kind: 'ended'; readonly status: number; readonly stdout: string }
  | { readonly kind: 'failed'; readonly why: string };

const stopGraceMs = 4_000;
const keptErrors = 4_000;
const mostOutput = 32 * 2 ** 20;

/** Runs the `watertight` command in the folder of an exercise; it is stopped as Ctrl-C would stop it. */
export function runWatertight({ command, args, cwd, timeoutMs, signal, onProgress }: CommandRun): Promise<CommandEnd> {
  return new Promise((resolve) => {
    // In a group of its own: so the whole of it can be ended at the last.
    const child = spawn(process.execPath, [command, ...args], {
      cwd,
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    let stdout = '';
    let stderr = '';
    let why: string | undefined;
    let force: NodeJS.Timeout | undefined;
    const stop = (reason: string) => {
      why ??= reason;
      child.kill('SIGINT');
      force ??= setTimeout(() => killGroup(child.pid), stopGraceMs);
    };
    const onAbort = () => stop('it was stopped');
    const onExit = () => killGroup(child.pid);
    const deadline = setTimeout(() => stop(`it took longer than ${timeoutMs / 60_000} minutes`), timeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });
    process.once('exit', onExit);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.length > mostOutput) stop('it printed too much');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-keptErrors);
      const [, percent, message] = /(\d+) % ([^\n]+)\n(?![^]*\d+ % )/.exec(stderr) ?? [];
      if (message !== undefined) onProgress({ message, fraction: Number(percent) / 100 });
    });
    child.once('error', (error) => (why ??= error.message));
    child.once('close', (status) => {
      clearTimeout(deadline);
      clearTimeout(force);
      signal.removeEventListener('abort', onAbort);
      process.off('exit', onExit);
      const isAnswer = why === undefined && (status === 0 || status === 1 || status === 3);
      if (isAnswer) resolve({ kind: 'ended', status, stdout });
      else resolve({ kind: 'failed', why: why ?? (errorIn(stderr) || `watertight ended with status ${status}`) });
    });
    if (signal.aborted) onAbort();
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

const errorIn = (stderr: string) => /error \[\w+\]: ([^]*)/.exec(stderr)?.[1]?.trim();
