import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connectionTo, describeRoute, Session, type Route } from '@watertight/load';
import { throwIfInterrupted } from './interruption.ts';

/** One response, reduced to what two runs of the same code should agree on. */
export interface RecordedResponse {
  /** The route as written, `{n}` and all. */
  readonly route: string;
  /** The value of `{n}`. */
  readonly n: number;
  readonly status: number | string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: RecordedBody;
}

export type RecordedBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hash'; readonly sha256: string };

export interface RecordOptions {
  readonly signal?: AbortSignal | undefined;
  /** Texts that differ from run to run for reasons of ours, such as the place of the copy. */
  readonly replacements?: readonly (readonly [from: string, to: string])[];
  readonly timeoutMs?: number;
  /** What a client sends first; the requests that are recorded carry the cookies and values that came back. */
  readonly login?: readonly Route[] | undefined;
}

const keptBodyBytes = 64 * 1024;
const defaultTimeoutMs = 5_000;

/** Sends the first requests of a workload one after the other and records how the target answers. */
export async function recordResponses(
  baseUrl: string,
  routes: readonly Route[],
  count: number,
  { signal, replacements = [], timeoutMs = defaultTimeoutMs, login }: RecordOptions = {},
): Promise<RecordedResponse[]> {
  const { port } = new URL(connectionTo(baseUrl).url);
  const normalise = (text: string) =>
    replacements
      .reduce((result, [from, to]) => result.replaceAll(from, to), text)
      .replace(new RegExp(`:${port || '80'}\\b`, 'g'), ':<port>');
  const recorded: RecordedResponse[] = [];
  const silent = new Set<Route>();
  const session = new Session();
  const exchange = async (route: Route, n: number): Promise<Answer> => {
    const answer = await send(baseUrl, session.fill(route, n), timeoutMs, signal);
    if (login) session.note(route, { setCookies: answer.setCookies, body: answer.body?.toString('utf8') ?? '' });
    return answer;
  };
  for (const route of login ?? []) await exchange(route, 1);
  for (let n = 1; n <= count; n++) {
    throwIfInterrupted(signal);
    const route = routes[(n - 1) % routes.length];
    // A route that streams for ever would otherwise cost the time-out each time.
    if (!route || silent.has(route)) continue;
    const answer = await exchange(route, n);
    if (answer.status === 'ETIMEDOUT') silent.add(route);
    recorded.push({
      route: describeRoute(route),
      n,
      status: answer.status,
      headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, normalise(value)])),
      body: readBody(answer, normalise),
    });
  }
  throwIfInterrupted(signal);
  return recorded;
}

interface Answer {
  readonly status: number | string;
  readonly headers: Readonly<Record<string, string>>;
  readonly setCookies: readonly string[];
  /** Null where the body is longer than what is kept. */
  readonly body: Buffer | null;
  readonly sha256: string;
}

/** No answer is an answer too: then the status is the code of the error. */
function send(baseUrl: string, route: Route, timeoutMs: number, signal: AbortSignal | undefined): Promise<Answer> {
  const { url, socketPath } = connectionTo(baseUrl);
  const request = url.startsWith('https:') ? httpsRequest : httpRequest;
  const limit = AbortSignal.timeout(timeoutMs);
  return new Promise<Answer>((resolve) => {
    const fail = (error: NodeJS.ErrnoException) =>
      resolve({
        status: limit.aborted ? 'ETIMEDOUT' : (error.code ?? error.message),
        headers: {},
        setCookies: [],
        body: null,
        sha256: '',
      });
    const sent = request(
      new URL(route.path, url),
      {
        ...(socketPath !== undefined && { socketPath }),
        method: route.method,
        headers: {
          ...route.headers,
          ...(route.body !== undefined && { 'content-length': Buffer.byteLength(route.body) }),
        },
        agent: false,
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
        // A server under development signs its own certificate.
        rejectUnauthorized: false,
      },
      (response) => void readAnswer(response).then(resolve, fail),
    );
    sent.once('error', fail).end(route.body);
  });
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const hash = createHash('sha256');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    if (bytes <= keptBodyBytes) chunks.push(chunk);
  }
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join('\n') : (value ?? ''),
      ]),
    ),
    setCookies: response.headers['set-cookie'] ?? [],
    body: bytes <= keptBodyBytes ? Buffer.concat(chunks) : null,
    sha256: hash.digest('hex'),
  };
}

function readBody({ body, sha256 }: Answer, normalise: (text: string) => string): RecordedBody {
  if (!body || !isUtf8(body)) return { kind: 'hash', sha256 };
  const text = normalise(body.toString('utf8'));
  if (!/^\s*[[{]/.test(text)) return { kind: 'text', text };
  try {
    return { kind: 'json', value: JSON.parse(text) as unknown };
  } catch {
    return { kind: 'text', text };
  }
}
