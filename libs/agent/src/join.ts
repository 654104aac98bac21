// For a process that is no target of its own, such as that of a test: it takes part in a trial for a while, and must be
// left as it was found. It has to be loaded outside a test runner's realm, because the inspector works in the first one.
import type { Server } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import { connectToTrial } from './channel.ts';
import { quietEngine, unquietEngine } from './engine.ts';
import { closeInspector } from './inspect.ts';
import { stopRecording, watchFileCalls } from './resources.ts';
import { noteServer } from './routes.ts';
import { removeTaps } from './taps.ts';
import { lookAtTimersOf } from './timers.ts';
import { forgetWatched } from './watch.ts';

export { lookAtTimersOf };

/** A process's part in a trial. */
export interface Participation {
  /** Settles when the trial is over and the process is as it was before. */
  readonly ended: Promise<void>;
}

/**
 * Makes this process the target of a trial that waits at a channel, until the trial ends; the server must listen already.
 * `realm` is the `Function` of the program, where a test runner has made it a realm of its own.
 *
 * @example
 * await joinTrial('/tmp/watertight-x/agent.sock', server).ended;
 */
export function joinTrial(channelPath: string, server: Server, realm = Function): Participation {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('expected a server that listens on a port');
  // What was looked at before has left it open, and it costs memory.
  closeInspector();
  quietEngine();
  const unwatch = watchFileCalls();
  lookAtTimersOf(realm);
  noteServer(server);
  const ended = new Promise<void>((resolve) => {
    const channel = connectToTrial(channelPath, () => {
      removeTaps();
      forgetWatched();
      stopRecording();
      closeInspector();
      unwatch();
      unquietEngine();
      resolve();
    });
    const { address: host, port } = address;
    channel.send({ type: 'listening', host, port, requestedPort: port, secure: server instanceof TlsServer });
  });
  return { ended };
}
