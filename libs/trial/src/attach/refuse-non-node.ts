import { constants } from 'node:os';
import { basename } from 'node:path';
import { CodedError } from '@watertight/evidence';
import { caughtSignals, executableOf, sharesNetwork } from './proc.ts';

/** Throws where a signal to that process would do something other than open the inspector of a Node process of ours. */
export function refuseNonNode(pid: number): void {
  if (process.platform !== 'linux') {
    throw refusal(
      `attaching by process id works on Linux; here start the server with --inspect and give the URL, such as http://127.0.0.1:9229`,
    );
  }
  refuseStranger(pid);
  const executable = executableOf(pid);
  if (executable === null) throw refusal(`process ${pid} belongs to somebody else; attach as its user`);
  if (!/^node(js)?([.\d-]|$)/.test(basename(executable))) {
    throw refusal(
      `process ${pid} runs ${executable}, which is no Node; give the id of the server itself, not of what started it`,
    );
  }
  if (pid === process.pid) throw refusal('expected another process than this one');
  if (!sharesNetwork(pid)) {
    throw refusal(
      `process ${pid} is in a network of its own, a container's say; run watertight in there, or forward the port of its inspector and give the URL`,
    );
  }
  const caught = caughtSignals(pid);
  if (caught === null || (caught & (1n << BigInt(constants.signals.SIGUSR1 - 1))) === 0n) {
    throw refusal(
      `process ${pid} does not open its inspector on SIGUSR1 (--disable-sigusr1, or it is just starting); start it with --inspect and give the URL`,
    );
  }
}

function refuseStranger(pid: number): void {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EPERM') throw refusal(`process ${pid} belongs to somebody else; attach as its user`, cause);
    throw refusal(`there is no process ${pid}`, cause);
  }
}

function refusal(message: string, cause?: unknown): CodedError {
  return new CodedError('ATTACH_REFUSED', message, { cause });
}
