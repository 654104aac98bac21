import autocannon from 'autocannon';
import { connectionTo } from './connection.ts';
import { driveSessions } from './drive-sessions.ts';
import { fillRoute } from './fill.ts';
import type { Route } from './route.ts';
import type { Session } from './session.ts';

/** Clients that stay logged in: one for each connection, opened when first needed and kept from block to block. */
export interface Sessions {
  /** What each sends first; later requests carry the cookies and values that came back. */
  readonly login: readonly Route[];
  readonly open: Session[];
}

export interface DriveOptions {
  /** `http://127.0.0.1:3000`, or `unix:/run/app.sock`. */
  readonly baseUrl: string;
  /** Sent in turn. */
  readonly routes: readonly Route[];
  readonly requests: number;
  readonly connections: number;
  /** The value of `{n}` for the first request. */
  readonly firstNumber: number;
  readonly timeoutSeconds?: number;
  readonly sessions?: Sessions;
  readonly signal?: AbortSignal;
}

export interface DriveResult {
  /** Responses by status code. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Requests that got no response: connection refused or broken, or time-out. */
  readonly failed: number;
  readonly requestsPerSecond: number;
  readonly latencyMedianMs: number;
  /** Mean size of the responses, headers included; 0 where it was not measured. */
  readonly bytesPerResponse: number;
}

/** Sends a fixed number of requests over a few connections and closes them. */
export function drive(options: DriveOptions): Promise<DriveResult> {
  if (options.sessions || options.routes.some(({ abort }) => abort)) return driveSessions(options);
  const { url, socketPath } = connectionTo(options.baseUrl);
  let n = options.firstNumber;
  // By the number, not by the connection: so each route has its share of any stretch of load.
  const next = (request: autocannon.Request) => {
    const route = options.routes[n % options.routes.length]!;
    return { ...request, ...fillRoute(route, n++) } as autocannon.Request;
  };
  const statuses: Record<string, number> = {};
  let responseBytes = 0;
  return new Promise((resolve, reject) => {
    const run = autocannon(
      {
        url,
        ...(socketPath !== undefined && { socketPath }),
        connections: Math.max(1, Math.min(options.connections, options.requests)),
        amount: options.requests,
        // It looks whether it is done once per sample: with the usual second, short rounds would mostly wait.
        sampleInt: 20,
        timeout: options.timeoutSeconds ?? 10,
        // A server that is gone refuses each connection at once: no sense in trying thousands of times.
        bailout: 20,
        requests: [{ setupRequest: next }],
      },
      (error: Error | null, result) => {
        options.signal?.removeEventListener('abort', stop);
        if (error) reject(error);
        else resolve(summarise(statuses, responseBytes, result));
      },
    );
    const stop = () => (run as unknown as { stop(): void }).stop();
    options.signal?.addEventListener('abort', stop, { once: true });
    run.on('response', (_client, statusCode: number | undefined, bytes) => {
      // Cut off before its head was read: it counts as failed.
      if (statusCode === undefined) return;
      responseBytes += bytes;
      statuses[statusCode] = (statuses[statusCode] ?? 0) + 1;
    });
  });
}

function summarise(
  statuses: Readonly<Record<string, number>>,
  responseBytes: number,
  result: autocannon.Result,
): DriveResult {
  const responses = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  return {
    statuses,
    // What was dropped without a word is no error of the driver's.
    failed: Math.max(result.errors, result.requests.sent - responses),
    requestsPerSecond: result.requests.total / Math.max(result.duration, 0.001),
    latencyMedianMs: result.latency.p50,
    bytesPerResponse: responseBytes / Math.max(responses, 1),
  };
}
