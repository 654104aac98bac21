import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import {
  channelVariable,
  diagnosticsIn,
  namesDiagnostics,
  readJsonLines,
  type Message,
  type Operation,
  type Operations,
} from '@watertight/agent';
import { CodedError } from '@watertight/evidence';
import { unixUrl } from '@watertight/load';
import { describeExit, describeOutOfMemory, describeServerGone, isOutOfMemory } from './exit-reason.ts';
import { ListeningPorts, type ListeningPort } from './listening-ports.ts';
import { Isolates, type Isolate } from './isolates.ts';
import { describeNearLimit } from './near-limit.ts';
import { lastWords } from '@watertight/evidence';
import { refuseOldNode } from './old-node.ts';
import { Questions } from './questions.ts';
import { channelIn, makeWorkFolder, removeWorkFolder, sweepWorkFolders } from './work-folder.ts';

export interface TargetOptions {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly url?: string;
  readonly invite?: (channelPath: string) => void;
  readonly startTimeoutMs: number;
  /** Whether a Node process will do that listens nowhere, such as a worker of a queue. */
  readonly mayBeNoServer?: boolean;
  readonly onOutput?: (text: string) => void;
  readonly signal?: AbortSignal;
}

/** A running server with the agent inside it. */
export interface Target {
  readonly baseUrl: string;
  readonly node: string;
  readonly pid: number;
  /** A folder of this trial's own, readable by nobody else and removed when it ends. */
  readonly workFolder: string;
  /** Asks the isolate that serves; a sample is of all processes and worker threads together. */
  ask<Op extends Operation>(op: Op, ask: Operations[Op]['ask'], timeoutMs?: number): Promise<Operations[Op]['answer']>;
  /** Turns all questions but that for a sample to the isolate that grew the most since the target was last asked to. */
  lookAtGrowth(): void;
  /** Rejects, with the reason, as soon as the target is gone or the trial is interrupted. */
  orGone<Value>(work: Promise<Value>): Promise<Value>;
}

const stopGraceMs = 2_000;
const keptOutput = 4_000;
// The command itself mostly ends as soon as its server has, and knows why.
const serverGoneGraceMs = 3_000;

/** Starts the command with the agent inside, waits until it listens, hands it over and always stops it again. */
export async function withTarget<Value>(
  options: TargetOptions,
  use: (target: Target) => Promise<Value>,
): Promise<Value> {
  await sweepWorkFolders();
  const workFolder = makeWorkFolder();
  const running = new RunningTarget(options, workFolder);
  // A second Ctrl-C does not wait for the polite end.
  const endNow = () => {
    running.kill();
    removeWorkFolder(workFolder);
  };
  process.once('exit', endNow);
  try {
    return await use(await running.start());
  } finally {
    await running.stop();
    removeWorkFolder(workFolder);
    process.off('exit', endNow);
  }
}

interface Peer extends Isolate {
  readonly socket: Socket;
  readonly node: string;
}

type Listening = ListeningPort & { readonly peer: Peer };

class RunningTarget {
  readonly #options: TargetOptions;
  readonly #workFolder: string;
  readonly #questions = new Questions((work) => this.orGone(work));
  readonly #gone: Promise<never>;
  #fail!: (error: CodedError) => void;
  readonly #ports = new ListeningPorts<Listening>();
  readonly #isolates = new Isolates<Peer>(({ socket }, op, ask, timeoutMs) =>
    this.#questions.ask((text) => void socket.write(`${text}\n`), op, ask, timeoutMs),
  );
  readonly #firstPeer: Promise<Peer>;
  #onFirstPeer!: (peer: Peer) => void;
  #server: Server | undefined;
  #child: ChildProcess | undefined;
  #serving: Peer | undefined;
  #sockets = new Set<Socket>();
  #output = '';
  #stopping = false;
  #exited = false;
  readonly #onAbort = () => this.#fail(new CodedError('INTERRUPTED', 'interrupted; the target was stopped'));

  constructor(options: TargetOptions, workFolder: string) {
    this.#options = options;
    this.#workFolder = workFolder;
    this.#gone = new Promise((_, reject) => (this.#fail = reject));
    this.#gone.catch(() => undefined);
    this.#firstPeer = new Promise((resolve) => (this.#onFirstPeer = resolve));
  }

  async start(): Promise<Target> {
    const { signal } = this.#options;
    if (signal?.aborted) this.#onAbort();
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    const socketPath = await this.orGone(this.#openChannel());
    if (this.#options.invite) this.#options.invite(socketPath);
    else this.#launch(socketPath);
    const { mayBeNoServer = false, url = '' } = this.#options;
    const arrived = mayBeNoServer ? this.#firstPeer : this.#ports.chosen(this.#wantedPort());
    const found = await this.orGone(Promise.race([arrived, this.#startTimeout()]));
    const peer = 'peer' in found ? found.peer : found;
    refuseOldNode(peer.node, 'start it with a newer one');
    this.#serveBy(peer);
    return {
      baseUrl: url || ('peer' in found ? baseUrlOf(found) : ''),
      node: peer.node,
      pid: peer.pid,
      workFolder: this.#workFolder,
      ask: (op, ask, timeoutMs) => this.#isolates.ask(op, ask, timeoutMs),
      lookAtGrowth: () => this.#isolates.lookAtGrowth(),
      orGone: (work) => this.orGone(work),
    };
  }

  #serveBy(peer: Peer): void {
    this.#serving = peer;
    this.#isolates.serveBy(peer);
  }

  orGone<Value>(work: Promise<Value>): Promise<Value> {
    return Promise.race([work, this.#gone]);
  }

  /** Stops the whole process group, first politely; then closes the channel. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    const child = this.#child;
    if (child?.pid !== undefined) {
      const exited = new Promise<void>((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) resolve();
        else child.once('exit', () => resolve());
      });
      signalGroup(child.pid, 'SIGTERM');
      await Promise.race([exited.then(() => groupGone(child.pid!)), delay(stopGraceMs, undefined, { ref: false })]);
      // The group may outlive its leader: `npm start` can be gone before the server it started.
      signalGroup(child.pid, 'SIGKILL');
      await exited;
    }
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => (this.#server ? this.#server.close(() => resolve()) : resolve()));
  }

  /** Ends what was started at once. */
  kill(): void {
    if (this.#child?.pid !== undefined) signalGroup(this.#child.pid, 'SIGKILL');
  }

  #openChannel(): Promise<string> {
    const path = channelIn(this.#workFolder);
    this.#server = createServer((socket) => this.#meet(socket));
    return new Promise((resolve, reject) => {
      this.#server!.once('error', reject).listen(path, () => resolve(path));
    });
  }

  #launch(socketPath: string): void {
    const [file, ...args] = this.#options.command;
    if (!file)
      throw new CodedError('USAGE', "expected a command after '--', got none; add one such as -- node dist/server.js");
    const child = spawn(file, args, {
      cwd: this.#options.cwd,
      // A group of its own, so that what the command starts can be stopped with it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: targetEnvironment(this.#options, socketPath, this.#workFolder),
    });
    this.#child = child;
    child.once('error', (error: NodeJS.ErrnoException) => this.#fail(describeSpawnError(error, file)));
    child.once('exit', (code, signal) => {
      // What the target printed last says why: let it arrive first.
      child.once('close', () => void this.#onExit(code, signal));
      setTimeout(() => void this.#onExit(code, signal), 500).unref();
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output = (this.#output + text).slice(-keptOutput);
        this.#options.onOutput?.(text);
      });
    }
  }

  async #onExit(code: number | null, signal: NodeJS.Signals | null): Promise<void> {
    if (this.#stopping || this.#exited) return;
    this.#exited = true;
    this.#fail(
      isOutOfMemory(this.#output)
        ? describeOutOfMemory(this.#output, await describeNearLimit(this.#workFolder, this.#options.cwd))
        : describeExit(code, signal, this.#output),
    );
  }

  #meet(socket: Socket): void {
    this.#sockets.add(socket);
    let peer: Peer | undefined;
    const onMessage = (message: Message): void => {
      if (message.type === 'hello') {
        peer = { socket, ...message };
        this.#isolates.add(peer);
        this.#onFirstPeer(peer);
      } else if (message.type === 'listening' && peer) {
        this.#ports.add({ ...message, peer });
        if (this.#options.mayBeNoServer) this.#serveBy(peer);
      } else this.#questions.settle(message);
    };
    socket.setEncoding('utf8').on(
      'data',
      readJsonLines((message) => onMessage(message as Message)),
    );
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      if (peer) this.#isolates.remove(peer);
      if (peer && peer === this.#serving) void this.#onServerGone(peer);
    });
  }

  // A command that starts its server again runs on, and nobody else would notice.
  async #onServerGone({ pid, threadId }: Peer): Promise<void> {
    if (this.#stopping) return;
    await delay(serverGoneGraceMs, undefined, { ref: false });
    const runsOn = threadId === 0 && isRunning(pid);
    if (!this.#stopping && !this.#exited) this.#fail(describeServerGone(runsOn, this.#output));
  }

  #wantedPort(): number | null {
    const { url, env } = this.#options;
    const port = url ? new URL(url).port : (env?.PORT ?? process.env.PORT ?? '');
    return Number(port) > 0 ? Number(port) : null;
  }

  async #startTimeout(): Promise<never> {
    const { startTimeoutMs } = this.#options;
    await delay(startTimeoutMs, undefined, { ref: false });
    if (this.#options.mayBeNoServer)
      throw new CodedError(
        'TARGET_NEVER_LISTENED',
        `no Node process reported within ${startTimeoutMs / 1000} s; does the command start one?${lastWords(this.#output)}`,
      );
    const hint =
      this.#sockets.size === 0 ? 'no Node process reported; is it a Node server?' : 'it runs, but opens no TCP port';
    throw new CodedError(
      'TARGET_NEVER_LISTENED',
      `the command did not listen within ${startTimeoutMs / 1000} s (${hint}); raise --start-timeout or check the command${lastWords(this.#output)}`,
    );
  }
}

function targetEnvironment({ command, env }: TargetOptions, socketPath: string, workFolder: string): NodeJS.ProcessEnv {
  const preload = createRequire(import.meta.url).resolve('@watertight/agent/preload');
  const given = [process.env.NODE_OPTIONS, env?.NODE_OPTIONS].filter((each) => each !== undefined);
  const diagnostics = namesDiagnostics([...given, ...command]) ? [] : [diagnosticsIn(workFolder)];
  const nodeOptions = [...given, ...diagnostics, `--require ${JSON.stringify(preload)}`].filter(Boolean);
  return { ...process.env, ...env, NODE_OPTIONS: nodeOptions.join(' '), [channelVariable]: socketPath };
}

/** Where a server is reached from here. */
export function baseUrlOf({ host, port, secure, socketPath }: Omit<ListeningPort, 'requestedPort'>): string {
  if (socketPath !== undefined) return unixUrl(socketPath);
  const loopback = host === '::1' ? '[::1]' : '127.0.0.1';
  const reachable = ['::', '0.0.0.0', '127.0.0.1', '::1'].includes(host) ? loopback : host;
  return `${secure ? 'https' : 'http'}://${reachable}:${port}`;
}

function describeSpawnError(error: NodeJS.ErrnoException, file: string): CodedError {
  if (error.code === 'ENOENT') {
    return new CodedError(
      'COMMAND_NOT_FOUND',
      `command '${file}' was not found; check its name and the working folder`,
      { cause: error },
    );
  }
  return new CodedError('COMMAND_NOT_FOUND', `command '${file}' could not be started: ${error.message}`, {
    cause: error,
  });
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function groupGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(-pid, 0);
    } catch {
      return;
    }
    await delay(20);
  }
}
