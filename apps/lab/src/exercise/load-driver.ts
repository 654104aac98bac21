import { setTimeout as delay } from 'node:timers/promises';
import { drive, type Route } from '@watertight/load';
import type { LoadState } from '../protocol.ts';

/** What a process answered since it was last asked. */
export interface Answered {
  readonly requestsPerSecond: number;
  readonly latencyMs: number | null;
}

export interface LoadTarget {
  readonly baseUrl: string | undefined;
}

interface Lately {
  readonly blocks: readonly { readonly atMs: number; readonly requests: number }[];
  readonly latencyMs: number | null;
}

const blockMs = 500;
const rateOverMs = 2000;
export const mostRequestsPerSecond = 1000;
export const mostConnections = 32;
export const burstRequests = 2000;

/** Sends the same requests to each process of an exercise, at a rate, until it is stopped. */
export class LoadDriver {
  readonly #routes: readonly Route[];
  readonly #targets: readonly LoadTarget[];
  readonly #answered = new Map<LoadTarget, Lately>();
  readonly #stopped = new AbortController();
  #state: LoadState = { running: false, requestsPerSecond: 100, connections: 4 };
  #burst = 0;
  #next = 1;

  constructor(routes: readonly Route[], targets: readonly LoadTarget[]) {
    this.#routes = routes;
    this.#targets = targets;
    void this.#run();
  }

  get state(): LoadState {
    return this.#state;
  }

  set(wanted: Partial<LoadState>): void {
    const { running, requestsPerSecond, connections } = { ...this.#state, ...wanted };
    this.#state = {
      running,
      requestsPerSecond: within(requestsPerSecond, 1, mostRequestsPerSecond),
      connections: within(connections, 1, mostConnections),
    };
  }

  burst(): void {
    this.#burst = burstRequests;
  }

  /** What came back from a process lately, and the latency since this was last asked. */
  answered(target: LoadTarget): Answered {
    const nowMs = performance.now();
    const { blocks = [], latencyMs = null } = this.#answered.get(target) ?? {};
    // Blocks and questions do not keep time: over two seconds the rate is even.
    const recent = blocks.filter(({ atMs }) => nowMs - atMs < rateOverMs);
    this.#answered.set(target, { blocks: recent, latencyMs: null });
    const requests = recent.reduce((sum, block) => sum + block.requests, 0);
    return { requestsPerSecond: (requests * 1000) / rateOverMs, latencyMs };
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const begunMs = performance.now();
      await this.#sendBlock();
      const restMs = blockMs - (performance.now() - begunMs);
      await delay(Math.max(restMs, 10), undefined, { ref: false });
    }
  }

  async #sendBlock(): Promise<void> {
    const { running, requestsPerSecond, connections } = this.#state;
    const requests = this.#burst > 0 ? this.#burst : running ? Math.ceil((requestsPerSecond * blockMs) / 1000) : 0;
    this.#burst = 0;
    if (requests === 0) return;
    const firstNumber = this.#next;
    this.#next += requests;
    await Promise.all(this.#targets.map((target) => this.#send(target, requests, connections, firstNumber)));
  }

  async #send(target: LoadTarget, requests: number, connections: number, firstNumber: number): Promise<void> {
    const { baseUrl } = target;
    if (baseUrl === undefined) return;
    const { signal } = this.#stopped;
    try {
      const options = { baseUrl, routes: this.#routes, requests, connections, firstNumber, timeoutSeconds: 5, signal };
      const { statuses, latencyMedianMs } = await drive(options);
      const answers = Object.values(statuses).reduce((sum, count) => sum + count, 0);
      const { blocks = [] } = this.#answered.get(target) ?? {};
      const block = { atMs: performance.now(), requests: answers };
      this.#answered.set(target, { blocks: [...blocks, block], latencyMs: latencyMedianMs });
    } catch {
      // It crashed under the load, which its own state says.
    }
  }
}

const within = (value: number, least: number, most: number) => Math.min(most, Math.max(least, Math.round(value)));
