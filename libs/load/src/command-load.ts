import { spawn, type ChildProcess } from 'node:child_process';
import { CodedError, lastWords } from '@watertight/evidence';
import type { LoadOrder, OutsideLoad } from './outside-load.ts';

const keptOutput = 4_000;
const killGraceMs = 2_000;

export interface CommandLoadOptions {
  readonly cwd: string;
  /** What the command prints, as it comes. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

/**
 * Any load driver that a POSIX shell can start. Each block of load runs it once, with the address of the server in
 * `WATERTIGHT_URL` and the number of requests wanted in `WATERTIGHT_REQUESTS`.
 *
 * @example
 * const load = commandLoad('autocannon -a $WATERTIGHT_REQUESTS $WATERTIGHT_URL/users', { cwd: process.cwd() });
 */
export function commandLoad(command: string, options: CommandLoadOptions): OutsideLoad {
  return { name: command, drive: (order) => runOnce(command, order, options) };
}

// Whoever starts the command may be killed and then can stop nothing: the pipe that ends with it does. Its reader ends the
// group, which is the command's own.
const guarded = '(read -r _ <&3; kill -KILL 0) >/dev/null 2>&1 & exec 3<&-; eval "$1"';

async function runOnce(command: string, order: LoadOrder, { cwd, onOutput }: CommandLoadOptions): Promise<void> {
  if (order.signal.aborted) return;
  let output = '';
  const child = spawn('sh', ['-c', guarded, 'sh', command], {
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: environment(order),
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-keptOutput);
      onOutput?.(text);
    });
  }
  const { status, signal } = await endOf(child, order.signal);
  if (order.signal.aborted || status === 0) return;
  const how = signal ? `was ended by ${signal}` : `failed (exit ${status})`;
  throw new CodedError('LOAD_FAILED', `the load command \`${command}\` ${how}${lastWords(output)}`);
}

// What is set for the target means nothing to the driver: an agent in it would be taken for one of the target.
function environment({ url, count }: LoadOrder): NodeJS.ProcessEnv {
  return { ...process.env, WATERTIGHT_URL: url, WATERTIGHT_REQUESTS: String(count) };
}

interface End {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

async function endOf(child: ChildProcess, abort: AbortSignal): Promise<End> {
  const killNow = () => signalGroup(child, 'SIGKILL');
  const stop = () => {
    signalGroup(child, 'SIGTERM');
    setTimeout(killNow, killGraceMs).unref();
  };
  abort.addEventListener('abort', stop, { once: true });
  process.once('exit', killNow);
  // What the command left in the background would go on loading, and hold its output open.
  child.once('exit', killNow);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (cause) =>
        reject(new CodedError('LOAD_FAILED', `the load command could not be started: ${cause.message}`, { cause })),
      );
      child.once('close', (status, signal) => resolve({ status, signal }));
    });
  } finally {
    abort.removeEventListener('abort', stop);
    process.off('exit', killNow);
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}
