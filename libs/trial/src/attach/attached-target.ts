import { createServer, type Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FoundProcess, Message, Operation, Operations } from '@watertight/agent';
import { CodedError } from '@watertight/evidence';
import { refuseOldNode } from '../old-node.ts';
import { Questions } from '../questions.ts';
import { baseUrlOf, type Target } from '../target.ts';
import { channelIn, makeWorkFolder, removeWorkFolder, sweepWorkFolders } from '../work-folder.ts';
import { agentBundle } from './agent-bundle.ts';
import { findInspector, type FoundInspector } from './find-inspector.ts';
import { InspectorClient } from './inspector-client.ts';
import { executableOf, listeningPortsOf } from './proc.ts';
import { saveSnapshot } from './save-snapshot.ts';

export interface AttachedTargetOptions {
  /** A process id, or the URL of an inspector. */
  readonly process: string;
  /** Where to load it, instead of the port on which it listens. */
  readonly url?: string | undefined;
  /** Whether anything is sent to it, so that its address has to be known. */
  readonly isLoaded: boolean;
  /** Whether its engine may be slowed down for the sake of a quiet curve. */
  readonly quiet: boolean;
  /** Told what could not be taken back. */
  readonly onLeftBehind: (what: string) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface AttachedTarget extends Target {
  readonly found: FoundProcess;
}

const heartbeatMs = 1_000;
const lostAfterMs = 10_000;
const leaveTimeoutMs = 5_000;

/** Brings the agent into a process that already runs, hands it over and always takes everything back. */
export async function withAttachedTarget<Value>(
  options: AttachedTargetOptions,
  use: (target: AttachedTarget) => Promise<Value>,
): Promise<Value> {
  await sweepWorkFolders();
  const workFolder = makeWorkFolder();
  const removeFolder = () => removeWorkFolder(workFolder);
  process.once('exit', removeFolder);
  const lock = await lockFolder(workFolder);
  try {
    const inspector = await findInspector(options.process);
    const attached = new Attached(options, inspector, workFolder);
    try {
      return await use(await attached.start());
    } finally {
      await attached.leave();
    }
  } finally {
    lock.close();
    removeFolder();
    process.off('exit', removeFolder);
  }
}

// A folder is swept once nobody listens in it any more.
function lockFolder(workFolder: string): Promise<Server> {
  const server = createServer((socket) => socket.destroy()).unref();
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(channelIn(workFolder), () => resolve(server));
  });
}

class Attached {
  readonly #options: AttachedTargetOptions;
  readonly #inspector: FoundInspector;
  readonly #workFolder: string;
  readonly #questions = new Questions((work) => this.orGone(work));
  readonly #gone: Promise<never>;
  #fail!: (error: CodedError) => void;
  #arrival: Promise<unknown> = Promise.resolve();
  #client: InspectorClient | undefined;
  #agentId: string | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #leaving = false;
  readonly #onAbort = () => this.#fail(new CodedError('INTERRUPTED', 'interrupted; the process was left as it was'));

  constructor(options: AttachedTargetOptions, inspector: FoundInspector, workFolder: string) {
    this.#options = options;
    this.#inspector = inspector;
    this.#workFolder = workFolder;
    this.#gone = new Promise((_, reject) => (this.#fail = reject));
    this.#gone.catch(() => undefined);
  }

  async start(): Promise<AttachedTarget> {
    const { signal } = this.#options;
    if (signal?.aborted) this.#onAbort();
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    const arrival = (this.#arrival = this.#arrive());
    const node = await this.orGone(arrival);
    const found = await this.#ask('found', {});
    return {
      baseUrl: this.#options.url ?? (this.#options.isLoaded ? urlOf(found) : ''),
      node,
      pid: found.pid,
      workFolder: this.#workFolder,
      found,
      ask: (op, ask, timeoutMs) => this.#ask(op, ask, timeoutMs),
      lookAtGrowth: () => undefined,
      orGone: (work) => this.orGone(work),
    };
  }

  /** Resolves, once the agent is there, to the version of Node. */
  async #arrive(): Promise<string> {
    const client = await InspectorClient.connect(this.#inspector.webSocketUrl);
    this.#client = client;
    this.#listen(client);
    const node = await this.#nodeVersion(client);
    if (!this.#leaving) await this.#bringAgent(client);
    return node;
  }

  orGone<Value>(work: Promise<Value>): Promise<Value> {
    return Promise.race([work, this.#gone]);
  }

  /** Takes everything back, and waits until that is so. */
  async leave(): Promise<void> {
    this.#leaving = true;
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    // What is under way arrives, so that it can be taken back.
    await within(
      leaveTimeoutMs,
      this.#arrival.catch(() => undefined),
    );
    clearInterval(this.#heartbeat);
    const client = this.#client;
    if (client) {
      await within(leaveTimeoutMs, Promise.race([this.#callAgent('leave').catch(() => undefined), client.closed]));
      client.close();
      await within(leaveTimeoutMs, client.closed);
      client.destroy();
    }
    await this.#seeInspectorClosed();
  }

  #listen(client: InspectorClient): void {
    // A process that ends waits for its debuggers, unless they ask to be told: then they are to go.
    void client.send('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true }).catch(() => undefined);
    let isEnding = false;
    client.on('NodeRuntime.waitingForDisconnect', () => {
      isEnding = true;
      client.destroy();
    });
    client.on<{ payload: string }>('Runtime.bindingCalled', ({ payload }) =>
      this.#questions.settle(JSON.parse(payload) as Message),
    );
    void client.closed.then(async () => {
      if (this.#leaving) return;
      const { pid } = this.#inspector;
      const runsOn = !isEnding && pid !== null && (await stillRuns(pid));
      this.#fail(runsOn ? inspectorClosed(pid) : targetEnded());
    });
  }

  async #nodeVersion(client: InspectorClient): Promise<string> {
    const version = await evaluate(client, `globalThis.process?.versions?.node`);
    if (typeof version !== 'string') {
      throw new CodedError('ATTACH_REFUSED', `what ${this.#options.process} leads to is no Node process`);
    }
    refuseOldNode(version, 'nothing was changed in it');
    return `v${version}`;
  }

  async #bringAgent(client: InspectorClient): Promise<void> {
    const binding = `watertight${process.pid}x${Date.now()}`;
    const { quiet } = this.#options;
    const options = { quiet, closeInspector: this.#inspector.openedHere, lostAfterMs };
    await client.send('Runtime.addBinding', { name: binding });
    // The function is taken off the global object before the program can see it.
    const tell = `((tell) => (delete globalThis.${binding}, tell))(globalThis.${binding})`;
    const { result, exceptionDetails } = await client.send<Evaluated>('Runtime.evaluate', {
      expression: agentBundle(`.attach(${tell}, ${JSON.stringify(options)})`),
    });
    if (!result.objectId) {
      const said = exceptionDetails?.exception?.description ?? 'it was not evaluated';
      throw new CodedError('AGENT_LOST', `the agent could not be brought into the process: ${said}`);
    }
    this.#agentId = result.objectId;
    this.#heartbeat = setInterval(() => void this.#callAgent('receive', '').catch(() => undefined), heartbeatMs);
    this.#heartbeat.unref();
  }

  #ask<Op extends Operation>(
    op: Op,
    ask: Operations[Op]['ask'],
    timeoutMs?: number,
  ): Promise<Operations[Op]['answer']> {
    if (op === 'snapshot') return this.#snapshot((ask as Operations['snapshot']['ask']).file, timeoutMs);
    const post = (text: string) => void this.#callAgent('receive', text).catch(() => undefined);
    return this.#questions.ask(post, op, ask, timeoutMs);
  }

  // The process may have other files than we have, so the snapshot comes to us through the inspector.
  async #snapshot(file: string, timeoutMs?: number): Promise<null> {
    await this.#ask('sample', { settleMs: 50 }, timeoutMs);
    await this.orGone(saveSnapshot(this.#client!, file));
    return null;
  }

  async #callAgent(method: 'receive' | 'leave', text = ''): Promise<void> {
    if (this.#agentId === undefined || !this.#client) return;
    await this.#client.send('Runtime.callFunctionOn', {
      objectId: this.#agentId,
      functionDeclaration: `function (text) { return this.${method}(text); }`,
      arguments: [{ value: text }],
      awaitPromise: true,
      silent: true,
    });
  }

  async #seeInspectorClosed(): Promise<void> {
    const { openedHere, pid, webSocketUrl } = this.#inspector;
    if (!openedHere || pid === null) return;
    const port = Number(new URL(webSocketUrl).port);
    if (this.#agentId === undefined) await this.#closeInspector();
    const deadline = performance.now() + leaveTimeoutMs;
    while (listeningPortsOf(pid).includes(port)) {
      if (performance.now() > deadline) {
        this.#options.onLeftBehind(`the inspector of process ${pid} is still open on 127.0.0.1:${port}`);
        return;
      }
      await delay(20);
    }
  }

  // Where the agent never came, nobody in the process closes the inspector.
  async #closeInspector(): Promise<void> {
    try {
      const client = await InspectorClient.connect(this.#inspector.webSocketUrl);
      await client.send('Runtime.evaluate', { expression: 'setTimeout(() => process._debugEnd(), 20)' });
      client.close();
    } catch {
      // Told below.
    }
  }
}

interface Evaluated {
  readonly result: { readonly objectId?: string; readonly value?: unknown };
  readonly exceptionDetails?: { readonly exception?: { readonly description?: string } };
}

async function evaluate(client: InspectorClient, expression: string): Promise<unknown> {
  const { result } = await client.send<Evaluated>('Runtime.evaluate', { expression, returnByValue: true });
  return result.value;
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  await Promise.race([work, delay(ms, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}

/** The server to load: one that speaks HTTP, and rather one with a port. */
function urlOf({ servers, isClusterPrimary }: FoundProcess): string {
  const http = servers.filter(({ isHttp }) => isHttp);
  const found = http.find(({ port }) => port > 0) ?? http[0];
  if (found) return baseUrlOf(found);
  const hint = isClusterPrimary
    ? 'it is the primary of a cluster: attach to one of its workers'
    : 'a worker of a cluster, say, does not own its port';
  throw new CodedError(
    'TARGET_NEVER_LISTENED',
    `the process has no HTTP server of its own (${hint}); say with --url where it is reached`,
  );
}

function inspectorClosed(pid: number): CodedError {
  return new CodedError('AGENT_LOST', `process ${pid} closed its inspector while it was looked at`);
}

function targetEnded(): CodedError {
  return new CodedError('TARGET_EXITED', 'the process ended, or closed its inspector, while it was looked at');
}

const endingMs = 500;

// A process that crashes closes its connections first; what is left of it until its parent has asked runs no program.
async function stillRuns(pid: number): Promise<boolean> {
  const deadline = performance.now() + endingMs;
  while (executableOf(pid) !== null) {
    if (performance.now() > deadline) return true;
    await delay(20);
  }
  return false;
}
