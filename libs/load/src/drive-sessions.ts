import http from 'node:http';
import https from 'node:https';
import { CodedError } from '@watertight/evidence';
import { connectionTo } from './connection.ts';
import type { DriveOptions, DriveResult } from './drive.ts';
import { describeRoute } from './fill.ts';
import type { Route } from './route.ts';
import { Session } from './session.ts';

type Client = typeof http | typeof https;

/**
 * Sends requests of which some are broken off, or that belong to sessions: autocannon always reads to the end and keeps no
 * cookies, so this is a client of its own. Each connection is one session.
 */
export async function driveSessions(options: DriveOptions): Promise<DriveResult> {
  const sender = new Sender(options);
  const sessions = options.sessions?.open ?? [];
  const started = performance.now();
  let sent = 0;
  const sendInTurn = async (_: unknown, connection: number): Promise<void> => {
    const session = (sessions[connection] ??= await sender.logIn(connection + 1));
    while (sent < options.requests && !options.signal?.aborted) {
      const n = options.firstNumber + sent++;
      await sender.send(session, options.routes[n % options.routes.length]!, n);
    }
  };
  try {
    const connections = Math.max(1, Math.min(options.connections, options.requests));
    await Promise.all(Array.from({ length: connections }, sendInTurn));
  } finally {
    sender.close();
  }
  return sender.result(Math.max((performance.now() - started) / 1000, 0.001));
}

class Sender {
  readonly #options: DriveOptions;
  readonly #client: Client;
  readonly #agent: http.Agent;
  readonly #url: string;
  readonly #statuses: Record<string, number> = {};
  readonly #latenciesMs: number[] = [];
  #failed = 0;
  #responseBytes = 0;

  constructor(options: DriveOptions) {
    this.#options = options;
    const { url, socketPath } = connectionTo(options.baseUrl);
    this.#url = url;
    this.#client = url.startsWith('https:') ? https : http;
    this.#agent = new this.#client.Agent({
      keepAlive: true,
      maxSockets: options.connections,
      rejectUnauthorized: false,
      ...(socketPath !== undefined && { socketPath }),
    });
  }

  /** Opens a session by the requests that a scenario begins with. */
  async logIn(n: number): Promise<Session> {
    const session = new Session();
    for (const route of this.#options.sessions?.login ?? []) {
      const { status, missing } = await this.#exchange(session, route, n);
      if (status === null || status >= 400) {
        const answer = status === null ? 'no answer' : String(status);
        throw loginFault(route, `gets ${answer}; expected it to be accepted`);
      }
      if (missing.length > 0) {
        throw loginFault(route, `is answered without ${missing.join(', ')}; see "capture" in the scenario`);
      }
    }
    return session;
  }

  async send(session: Session, route: Route, n: number): Promise<void> {
    const before = performance.now();
    const { status } = await this.#exchange(session, route, n);
    this.#latenciesMs.push(performance.now() - before);
    if (status === null) this.#failed += 1;
    else this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
  }

  result(seconds: number): DriveResult {
    const inOrder = this.#latenciesMs.sort((a, b) => a - b);
    const responses = Object.values(this.#statuses).reduce((sum, count) => sum + count, 0);
    return {
      statuses: this.#statuses,
      failed: this.#failed,
      requestsPerSecond: inOrder.length / seconds,
      latencyMedianMs: inOrder[inOrder.length >> 1] ?? 0,
      bytesPerResponse: this.#responseBytes / Math.max(responses, 1),
    };
  }

  close(): void {
    this.#agent.destroy();
  }

  async #exchange(session: Session, route: Route, n: number) {
    const { timeoutSeconds = 10 } = this.#options;
    const filled = session.fill(route, n);
    const answer = await sendOne(this.#client, this.#agent, new URL(filled.path, this.#url), filled, timeoutSeconds);
    this.#responseBytes += answer.body.length;
    session.note(route, answer);
    return { status: answer.status, missing: session.missing(Object.keys(route.capture ?? {})) };
  }
}

function loginFault(route: Route, what: string): CodedError {
  return new CodedError('RESPONSES_FAILED', `the login '${describeRoute(route)}' of the scenario ${what}`);
}

interface Received {
  /** Null where no whole response came. */
  readonly status: number | null;
  readonly setCookies: readonly string[];
  readonly body: string;
}

const nothing: Received = { status: null, setCookies: [], body: '' };

function sendOne(
  client: Client,
  agent: http.Agent,
  url: URL,
  { method, headers, body, abort }: Route,
  timeoutSeconds: number,
): Promise<Received> {
  return new Promise((resolve) => {
    const request = client.request(url, { method, headers: { ...headers }, agent });
    request.setTimeout(timeoutSeconds * 1000, () => request.destroy(new Error('timed out')));
    request.once('error', () => resolve(nothing));
    request.once('response', (response) => {
      const status = response.statusCode ?? 0;
      const setCookies = response.headers['set-cookie'] ?? [];
      if (abort === 'after-headers') {
        response.destroy();
        resolve({ status, setCookies, body: '' });
        return;
      }
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('error', () => undefined);
      response.once('close', () => resolve(response.complete ? { status, setCookies, body: text } : nothing));
    });
    request.end(body);
  });
}
