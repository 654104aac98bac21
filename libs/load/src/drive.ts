import autocannon from 'autocannon';
import { fillRoute } from './fill.ts';
import type { Route } from './route.ts';

export interface DriveOptions {
  readonly baseUrl: string;
  /** Sent in turn on each connection. */
  readonly routes: readonly Route[];
  readonly requests: number;
  readonly connections: number;
  /** The value of `{n}` for the first request. */
  readonly firstNumber: number;
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
}

export interface DriveResult {
  /** Responses by status code. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Requests that got no response: connection refused or broken, or time-out. */
  readonly failed: number;
  readonly requestsPerSecond: number;
  readonly latencyMedianMs: number;
}

/** Sends a fixed number of requests over a few connections and closes them. */
export async function drive(options: DriveOptions): Promise<DriveResult> {
  let n = options.firstNumber;
  const next = (route: Route) => (request: autocannon.Request) => ({ ...request, ...fillRoute(route, n++) });
  const statuses: Record<string, number> = {};
  const connections = Math.max(1, Math.min(options.connections, options.requests));
  const run = autocannon({
    url: options.baseUrl,
    connections,
    amount: options.requests,
    timeout: options.timeoutSeconds ?? 10,
    requests: options.routes.map((route) => ({
      method: route.method as autocannon.Request['method'] & string,
      path: route.path,
      setupRequest: next(route),
    })),
  });
  run.on('response', (_client, statusCode) => {
    statuses[statusCode] = (statuses[statusCode] ?? 0) + 1;
  });
  const stop = () => (run as unknown as { stop(): void }).stop();
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    const result = await run;
    return {
      statuses,
      failed: result.errors,
      requestsPerSecond: result.requests.total / Math.max(result.duration, 0.001),
      latencyMedianMs: result.latency.p50,
    };
  } finally {
    options.signal?.removeEventListener('abort', stop);
  }
}
