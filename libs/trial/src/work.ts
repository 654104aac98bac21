import { CodedError } from '@watertight/evidence';
import { describeRoute, drive, type Route } from '@watertight/load';
import type { Target } from './target.ts';

export interface WorkOptions {
  readonly target: Target;
  readonly routes: readonly Route[];
  readonly connections: number;
  readonly signal?: AbortSignal;
}

/** Sends requests to the target in blocks; `{n}` counts on from block to block, so that each request is new. */
export class Work {
  readonly #options: WorkOptions;
  readonly statuses: Record<string, number> = {};
  #sent = 0;
  #failed = 0;
  #elapsedMs = 0;
  #bytesPerResponse = 0;

  constructor(options: WorkOptions) {
    this.#options = options;
  }

  get requestsPerSecond(): number {
    return this.#elapsedMs === 0 ? 0 : (this.#sent / this.#elapsedMs) * 1000;
  }

  /** Requests sent so far, over all blocks. */
  get sent(): number {
    return this.#sent;
  }

  /** Mean size of the responses of the last block; 0 where it was not measured. */
  get bytesPerResponse(): number {
    return this.#bytesPerResponse;
  }

  async send(requests: number, routes = this.#options.routes): Promise<void> {
    const { target, connections, signal } = this.#options;
    const stop = new AbortController();
    const signals = signal ? [signal, stop.signal] : [stop.signal];
    const started = performance.now();
    try {
      const { statuses, failed, bytesPerResponse } = await target.orGone(
        drive({
          baseUrl: target.baseUrl,
          routes,
          requests,
          connections,
          firstNumber: this.#sent + 1,
          signal: AbortSignal.any(signals),
        }),
      );
      this.#elapsedMs += performance.now() - started;
      this.#sent += requests;
      this.#failed += failed;
      this.#bytesPerResponse = bytesPerResponse;
      for (const [status, count] of Object.entries(statuses))
        this.statuses[status] = (this.statuses[status] ?? 0) + count;
    } finally {
      stop.abort();
    }
  }

  /** Throws where the responses show that the load does not reach the program's work. */
  assertAnswered(): void {
    const answered = Object.entries(this.statuses);
    const routes = this.#options.routes.map((route) => `'${describeRoute(route)}'`).join(', ');
    if (answered.length === 0) {
      throw new CodedError(
        'RESPONSES_FAILED',
        `none of ${this.#failed} requests to ${routes} was answered; does the server speak HTTP there?`,
      );
    }
    if (answered.every(([status]) => status === '404')) {
      throw new CodedError('NO_ROUTE', `every response to ${routes} is 404; expected a route that the server has`);
    }
    if (answered.every(([status]) => Number(status) >= 500)) {
      const seen = answered.map(([status]) => status).join(', ');
      throw new CodedError(
        'RESPONSES_FAILED',
        `every response to ${routes} is an error (${seen}); a failing route proves nothing about memory, see its output with --verbose`,
      );
    }
  }
}
