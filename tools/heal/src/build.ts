import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { throwIfInterrupted } from './interruption.ts';
import type { TargetCopy } from './target-copy.ts';

/** Whether a build succeeded, and the last that it said. */
export interface BuildResult {
  readonly ok: boolean;
  readonly output: string;
}

export interface BuildOptions {
  readonly onOutput?: ((text: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const keptOutput = 4_000;

/** Runs a build command with a shell in the copy; the commands of its packages are on the path, as npm has it. */
export async function runBuild(command: string, copy: TargetCopy, options: BuildOptions = {}): Promise<BuildResult> {
  throwIfInterrupted(options.signal);
  const child = spawn(command, {
    cwd: copy.cwd,
    shell: true,
    // A group of its own, so that what the shell starts can be stopped with it.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: commandPath(copy) },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-keptOutput);
      options.onOutput?.(text);
    });
  }
  const stop = () => stopGroup(child.pid);
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    const ok = await new Promise<boolean>((resolve) => {
      child.once('error', () => resolve(false)).once('close', (code) => resolve(code === 0));
    });
    throwIfInterrupted(options.signal);
    return { ok, output: output.trim() };
  } finally {
    options.signal?.removeEventListener('abort', stop);
  }
}

/** Whether a build command, or the package script that it names, runs the type checker. */
export function checksTypes(command: string, cwd: string): boolean {
  if (/\b(tsc|vue-tsc|tsgo)\b/.test(command)) return true;
  const [, script] = /\b(?:npm|pnpm|yarn)\s+(?:run\s+)?([\w:.-]+)/.exec(command) ?? [];
  if (script === undefined) return false;
  try {
    const { scripts = {} } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8')) as {
      scripts?: Record<string, string>;
    };
    return /\b(tsc|vue-tsc|tsgo)\b/.test(scripts[script] ?? '');
  } catch {
    return false;
  }
}

function commandPath({ cwd, root }: TargetCopy): string {
  return [cwd, root]
    .map((folder) => join(folder, 'node_modules', '.bin'))
    .concat(process.env['PATH'] ?? '')
    .join(delimiter);
}

function stopGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
