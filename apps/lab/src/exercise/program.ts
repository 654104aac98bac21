import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { reporterUrl } from '../locations.ts';
import type { AllocationTable, ProgramState } from '../protocol.ts';
import type { FromProgram, ToProgram } from './messages.ts';
import { nearLimitOptions, takeNearLimitSnapshot } from './near-limit.ts';
import type { ProcessBudget, ProcessLimits } from './process-limits.ts';
import { isOutOfMemory, whyItEnded } from './why-it-ended.ts';

export interface ProgramOptions {
  readonly folder: string;
  readonly limits: ProcessLimits;
  readonly budget: ProcessBudget;
  onState(state: ProgramState): void;
  onSample(sample: Extract<FromProgram, { kind: 'sample' }>['sample']): void;
  onCollected(freedBytes: number): void;
  onAllocations(table: AllocationTable): void;
  /** It ran out of memory and has left a heap snapshot, which is the listener's to remove. */
  onNearLimit(snapshotFile: string): void;
}

const startTimeoutMs = 30_000;
const stopGraceMs = 1_500;
const restartAfterMs = 2_000;
/** Whoever crashes more often within a minute is left alone. */
const restartsPerMinute = 3;
const keptOutput = 8_000;

/** One half of an exercise in a process of its own: limited, watched, and started again when it crashes. */
export class Program {
  readonly #options: ProgramOptions;
  #child: ChildProcess | undefined;
  #giveBack: (() => void) | null = null;
  #baseUrl: string | undefined;
  #state: ProgramState = { kind: 'stopped' };
  #crashes: number[] = [];
  #restart: NodeJS.Timeout | undefined;
  #killedFor: string | undefined;

  constructor(options: ProgramOptions) {
    this.#options = options;
  }

  get state(): ProgramState {
    return this.#state;
  }

  /** Where it listens, while it does. */
  get baseUrl(): string | undefined {
    return this.#state.kind === 'running' ? this.#baseUrl : undefined;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    if (this.#child) return;
    clearTimeout(this.#restart);
    const { budget, folder, limits } = this.#options;
    this.#giveBack = budget.take();
    if (!this.#giveBack) {
      this.#become({
        kind: 'crashed',
        why: 'as many processes run as the lab may start; try again later',
        restarts: false,
      });
      return;
    }
    this.#killedFor = undefined;
    const options = [`--max-old-space-size=${limits.heapMegabytes}`, ...nearLimitOptions(folder)];
    const args = [...options, '--import', reporterUrl.href, 'server.js'];
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    this.#become({ kind: 'starting' });
    this.#follow(child);
  }

  ask(message: ToProgram): void {
    if (this.#child?.connected) this.#child.send(message, () => undefined);
  }

  /** Ends it for good; resolves when it is gone. */
  async stop(): Promise<void> {
    clearTimeout(this.#restart);
    const child = this.#child;
    this.#child = undefined;
    if (child && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), stopGraceMs);
      await gone;
      clearTimeout(force);
    }
    this.#release();
    this.#become({ kind: 'stopped' });
  }

  /** At the very end, where nobody can wait. */
  kill(): void {
    clearTimeout(this.#restart);
    this.#child?.kill('SIGKILL');
  }

  #follow(child: ChildProcess): void {
    let output = '';
    const deadline = setTimeout(() => this.#killFor(child, 'it did not listen within 30 s'), startTimeoutMs);
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-keptOutput);
      const [, url] = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(output) ?? [];
      if (url === undefined || this.#child !== child || this.#state.kind !== 'starting') return;
      clearTimeout(deadline);
      this.#baseUrl = url;
      this.#become({ kind: 'running' });
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('message', (message: FromProgram) => this.#child === child && this.#hear(child, message));
    child.once('error', (error) => (output += error.message));
    child.once('close', (code, signal) => {
      clearTimeout(deadline);
      if (this.#child !== child) return;
      const { heapMegabytes } = this.#options.limits;
      const snapshotFile = isOutOfMemory(output) ? takeNearLimitSnapshot(this.#options.folder) : null;
      if (snapshotFile !== null) this.#options.onNearLimit(snapshotFile);
      this.#ended(this.#killedFor ?? whyItEnded({ code, signal, output, heapMegabytes }));
    });
  }

  #hear(child: ChildProcess, message: FromProgram): void {
    if (message.kind === 'collected') return this.#options.onCollected(message.freedBytes);
    if (message.kind === 'allocations') return this.#options.onAllocations(message.table);
    this.#options.onSample(message.sample);
    const { rssMegabytes } = this.#options.limits;
    if (message.sample.rssBytes > rssMegabytes * 2 ** 20) {
      this.#killFor(child, `it was ended: it had more than the ${rssMegabytes} MB of memory that an exercise may have`);
    }
  }

  #killFor(child: ChildProcess, why: string): void {
    this.#killedFor = why;
    child.kill('SIGKILL');
  }

  #ended(why: string): void {
    this.#child = undefined;
    this.#release();
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((atMs) => now - atMs < 60_000), now];
    const restarts = this.#crashes.length <= restartsPerMinute;
    this.#become({ kind: 'crashed', why, restarts });
    if (restarts) this.#restart = setTimeout(() => this.start(), restartAfterMs);
  }

  #release(): void {
    this.#giveBack?.();
    this.#giveBack = null;
  }

  #become(state: ProgramState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

/** Nothing of ours but what a program needs to start. */
export function environment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, SystemRoot } = process.env;
  const kept = Object.entries({ PATH, HOME, TMPDIR, SystemRoot }).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(kept), PORT: '0', NODE_ENV: 'production', NO_COLOR: '1' };
}
