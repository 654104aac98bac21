import { CodedError } from '@watertight/evidence';
import { describeRoute, drive, type DriveResult, type OutsideLoad, type Route, type Sessions } from '@watertight/load';
import type { Target } from './target.ts';

export interface WorkOptions {
  readonly target: Target;
  readonly routes: readonly Route[];
  readonly connections: number;
  /** What each client sends first, where clients stay logged in. */
  readonly login?: readonly Route[] | undefined;
  /** Who sends the requests in place of the driver that is built in. */
  readonly load?: OutsideLoad | undefined;
  /** Whether the target may get requests of others, or share ours with others: then it is asked how many came. */
  readonly countServed?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A part of the load that can be sent alone: a route, or all of it where somebody else drives. */
export interface LoadPart {
  readonly name: string;
  /** Sends about as many requests; answers how many were served. */
  send(requests: number): Promise<number>;
}

// Fewer tell nothing.
const smallestBlock = 5;

type Sent = Pick<DriveResult, 'statuses' | 'failed' | 'bytesPerResponse'> & { readonly served: number };

/** Sends requests to the target in blocks; `{n}` counts on from block to block, so that each request is new. */
export class Work {
  readonly #options: WorkOptions;
  readonly #sessions: Sessions | undefined;
  readonly statuses: Record<string, number> = {};
  readonly parts: readonly LoadPart[];
  #sent = 0;
  #failed = 0;
  #elapsedMs = 0;
  #lastBlockMs = 0;
  #bytesPerResponse = 0;
  /** Which part of the requests that are asked for is sent. */
  #share = 1;

  constructor(options: WorkOptions) {
    this.#options = options;
    const { routes, login, load } = options;
    this.#sessions = login && { login, open: [] };
    this.parts = load
      ? [{ name: load.name, send: (requests) => this.send(requests) }]
      : routes.map((route) => ({
          name: describeRoute(route),
          send: (requests) => this.#sendAs((signal) => this.#driveRoutes(this.shrunk(requests), [route], signal)),
        }));
  }

  /** Whether a block has as many requests as were ordered. */
  get isExact(): boolean {
    return this.#options.load === undefined;
  }

  get requestsPerSecond(): number {
    return this.#elapsedMs === 0 ? 0 : (this.#sent / this.#elapsedMs) * 1000;
  }

  /** How long the last block took. */
  get lastBlockMs(): number {
    return this.#lastBlockMs;
  }

  /** Requests served so far, over all blocks. */
  get sent(): number {
    return this.#sent;
  }

  /** Mean size of the responses of the last block; 0 where it was not measured. */
  get bytesPerResponse(): number {
    return this.#bytesPerResponse;
  }

  /** Sends a block of requests and answers how many were served: as many as were asked for, or as somebody else has sent. */
  send(requests: number): Promise<number> {
    const { load, routes } = this.#options;
    return this.#sendAs((signal) =>
      load ? this.#driveOutside(load, requests, signal) : this.#driveRoutes(this.shrunk(requests), routes, signal),
    );
  }

  /** From now on sends only this part of the requests that are asked for, where the target has no room for more. */
  shrinkTo(share: number): void {
    this.#share = share;
  }

  /** How many requests are sent where so many are asked for. */
  shrunk(requests: number): number {
    return this.#share === 1
      ? requests
      : Math.max(Math.min(requests, smallestBlock), Math.round(requests * this.#share));
  }

  async #sendAs(driven: (signal: AbortSignal) => Promise<Sent>): Promise<number> {
    const { target, signal } = this.#options;
    const stop = new AbortController();
    const started = performance.now();
    try {
      const work = driven(AbortSignal.any(signal ? [signal, stop.signal] : [stop.signal]));
      const { statuses, served, failed, bytesPerResponse } = await target.orGone(work);
      this.#lastBlockMs = performance.now() - started;
      this.#elapsedMs += this.#lastBlockMs;
      this.#sent += served;
      this.#failed += failed;
      this.#bytesPerResponse = bytesPerResponse;
      for (const [status, count] of Object.entries(statuses))
        this.statuses[status] = (this.statuses[status] ?? 0) + count;
      return served;
    } finally {
      stop.abort();
    }
  }

  async #driveRoutes(requests: number, routes: readonly Route[], signal: AbortSignal): Promise<Sent> {
    const { target, connections, countServed } = this.#options;
    const before = countServed ? await target.ask('served', {}) : null;
    const result = await drive({
      baseUrl: target.baseUrl,
      routes,
      requests,
      connections,
      firstNumber: this.#sent + 1,
      ...(this.#sessions && { sessions: this.#sessions }),
      signal,
    });
    const came = before ? (await target.ask('served', {})).requests - before.requests : 0;
    return { ...result, served: came || requests };
  }

  async #driveOutside(load: OutsideLoad, count: number, signal: AbortSignal): Promise<Sent> {
    const { target } = this.#options;
    const before = await target.ask('served', {});
    await load.drive({ url: target.baseUrl, count, signal });
    const after = await target.ask('served', {});
    const served = after.requests - before.requests;
    if (served === 0) throw nothingServed(load, target.baseUrl);
    const statuses = Object.entries(after.statuses).map(
      ([status, now]) => [status, now - (before.statuses[status] ?? 0)] as const,
    );
    return { served, failed: 0, bytesPerResponse: 0, statuses: Object.fromEntries(statuses.filter(([, n]) => n > 0)) };
  }

  /** Throws where the responses show that the load does not reach the program's work. */
  assertAnswered(): void {
    const answered = Object.entries(this.statuses);
    const routes = this.parts.map(({ name }) => `'${name}'`).join(', ');
    if (answered.length === 0) {
      const requests = this.#options.load ? this.#sent : this.#failed;
      throw new CodedError(
        'RESPONSES_FAILED',
        `none of ${requests} requests to ${routes} was answered; does the server speak HTTP there?`,
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

function nothingServed({ name, isTraffic }: OutsideLoad, url: string): CodedError {
  if (isTraffic) {
    return new CodedError(
      'LOAD_FAILED',
      'no request came in while the traffic was watched; watch longer with --round, or send some with --route or --load',
    );
  }
  return new CodedError(
    'LOAD_FAILED',
    `\`${name}\` ended well, but no request reached the server; expected it to load ${url}, which it is given as WATERTIGHT_URL (a scenario module: as \`url\`)`,
  );
}
