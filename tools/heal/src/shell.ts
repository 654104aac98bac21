import { spawn, type ChildProcess } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { throwIfInterrupted } from './interruption.ts';

/** Where a command runs, and where those of its packages are. */
export interface ShellPlace {
  readonly cwd: string;
  readonly root: string;
}

export interface ShellOptions {
  readonly onOutput?: ((text: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How long the command may take; without it, as long as it likes. */
  readonly timeoutMs?: number;
}

/** Whether a command succeeded, and the last that it said. */
export interface ShellResult {
  readonly ok: boolean;
  readonly output: string;
}

/** A command that ended; what it left running in the background goes on until `stop`. */
export interface ShellRun extends ShellResult {
  readonly stop: () => void;
}

/** Runs a command with a shell, and stops what it left running. */
export async function runShell(command: string, place: ShellPlace, options: ShellOptions = {}): Promise<ShellResult> {
  const { ok, output, stop } = await startShell(command, place, options);
  stop();
  return { ok, output };
}

const lastOutputMs = 250;
const keptOutput = 4_000;

// Whoever starts the command may be killed and then can stop nothing: the pipe that ends with it does. Its reader ends the
// group, which is the command's own.
const guarded = '(read -r _ <&3; kill -KILL 0) >/dev/null 2>&1 & exec 3<&-; eval "$1"';

/** The same for a command, such as a seed script, that starts what others need. */
export async function startShell(command: string, place: ShellPlace, options: ShellOptions = {}): Promise<ShellRun> {
  throwIfInterrupted(options.signal);
  const child = spawn('sh', ['-c', guarded, 'sh', command], {
    cwd: place.cwd,
    // A group of its own, so that what the shell starts can be stopped with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, PATH: commandPath(place) },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-keptOutput);
      options.onOutput?.(text);
    });
  }
  const stop = () => {
    stopGroup(child);
    process.off('exit', stop);
  };
  process.once('exit', stop);
  const ok = await endOf(child, stop, options);
  if (options.signal?.aborted) stop();
  throwIfInterrupted(options.signal);
  return { ok, output: output.trim(), stop };
}

async function endOf(child: ChildProcess, stop: () => void, { signal, timeoutMs }: ShellOptions): Promise<boolean> {
  signal?.addEventListener('abort', stop, { once: true });
  const timer = timeoutMs === undefined ? undefined : setTimeout(stop, timeoutMs);
  try {
    return await new Promise<boolean>((resolve) => {
      child.once('error', () => resolve(false)).once('close', (code) => resolve(code === 0));
      // What goes on in the background may hold the output open: the end of the command is what counts.
      child.once('exit', (code) => setTimeout(() => resolve(code === 0), lastOutputMs).unref());
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

/** The commands of the packages are on the path, as npm has it. */
function commandPath({ cwd, root }: ShellPlace): string {
  return [cwd, root]
    .map((folder) => join(folder, 'node_modules', '.bin'))
    .concat(process.env['PATH'] ?? '')
    .join(delimiter);
}

function stopGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
