import { CodedError } from '@watertight/evidence';
import { lastWords } from '@watertight/evidence';

/** Whether a process that ended says that it had run out of memory. */
export function isOutOfMemory(output: string): boolean {
  return /JavaScript heap out of memory|ERR_WORKER_OUT_OF_MEMORY/.test(output);
}

/** Says that a target ran out of memory, and what filled its heap where that is known. */
export function describeOutOfMemory(output: string, onHeap: string | null): CodedError {
  const advice = 'raise --max-old-space-size, or send less (--requests)';
  const why = onHeap === null ? '' : `; ${onHeap}\n`;
  return new CodedError(
    'TARGET_OUT_OF_MEMORY',
    `the target ran out of memory under load${why || '; '}${advice}${lastWords(output)}`,
  );
}

/** Says why a target that should still run does not. */
export function describeExit(code: number | null, signal: NodeJS.Signals | null, output: string): CodedError {
  const said = lastWords(output);
  const port = /EADDRINUSE.*?:(\d+)\b/.exec(output)?.[1];
  if (port || /EADDRINUSE|port \d+ is taken/.test(output)) {
    return new CodedError(
      'PORT_TAKEN',
      `port ${port ?? ''} is taken; stop the other server or set PORT to another port${said}`.replace(
        'port  is',
        'the port is',
      ),
    );
  }
  if (signal === 'SIGKILL') {
    return new CodedError(
      'TARGET_CRASHED',
      `the target was killed (SIGKILL), perhaps by the system for lack of memory${said}`,
    );
  }
  if (signal) return new CodedError('TARGET_CRASHED', `the target was ended by ${signal}${said}`);
  if (code === 0)
    return new CodedError(
      'TARGET_EXITED',
      `the command ended by itself (exit 0); expected a server that keeps running${said}`,
    );
  return new CodedError('TARGET_CRASHED', `the target crashed (exit ${code})${said}`);
}

/** Says what became of the process that served, where the command that started it still runs. */
export function describeServerGone(runsOn: boolean, output: string): CodedError {
  const said = lastWords(output);
  if (runsOn) {
    return new CodedError(
      'AGENT_LOST',
      `the program closed the connection of the agent, which shares its process; expected it to close only what it opened${said}`,
    );
  }
  return new CodedError(
    'TARGET_EXITED',
    `the process that served ended under load, though the command runs on; if that started it again, give the command that starts the server itself${said}`,
  );
}
