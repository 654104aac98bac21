import http from 'node:http';
import https from 'node:https';
import type { DriveOptions, DriveResult } from './drive.ts';
import { fillRoute } from './fill.ts';
import type { Route } from './route.ts';

/** Sends requests of which some are broken off; autocannon always reads to the end, so this is a client of its own. */
export async function driveAborting(options: DriveOptions): Promise<DriveResult> {
  const client = options.baseUrl.startsWith('https:') ? https : http;
  const agent = new client.Agent({ keepAlive: true, maxSockets: options.connections, rejectUnauthorized: false });
  const statuses: Record<string, number> = {};
  const latenciesMs: number[] = [];
  const started = performance.now();
  let sent = 0;
  let failed = 0;
  const sendInTurn = async (): Promise<void> => {
    while (sent < options.requests && !options.signal?.aborted) {
      const index = sent++;
      const route = fillRoute(
        options.routes[(options.firstNumber + index) % options.routes.length]!,
        options.firstNumber + index,
      );
      const before = performance.now();
      const status = await sendOne(client, agent, options, route);
      latenciesMs.push(performance.now() - before);
      if (status === null) failed += 1;
      else statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.connections) }, sendInTurn));
  agent.destroy();
  const seconds = Math.max((performance.now() - started) / 1000, 0.001);
  const inOrder = latenciesMs.sort((a, b) => a - b);
  return {
    statuses,
    failed,
    requestsPerSecond: sent / seconds,
    latencyMedianMs: inOrder[inOrder.length >> 1] ?? 0,
    bytesPerResponse: 0,
  };
}

function sendOne(
  client: typeof http | typeof https,
  agent: http.Agent,
  { baseUrl, timeoutSeconds = 10 }: DriveOptions,
  route: Route,
): Promise<number | null> {
  const { method, path, headers, body, abort } = route;
  return new Promise((resolve) => {
    const request = client.request(new URL(path, baseUrl), {
      method,
      headers: { ...headers },
      agent,
    });
    request.setTimeout(timeoutSeconds * 1000, () => request.destroy(new Error('timed out')));
    request.once('error', () => resolve(null));
    request.once('response', (response) => {
      if (abort === 'after-headers') {
        response.destroy();
        resolve(response.statusCode ?? 0);
        return;
      }
      response.resume();
      response.once('close', () => resolve(response.complete ? (response.statusCode ?? 0) : null));
    });
    request.end(body);
  });
}
