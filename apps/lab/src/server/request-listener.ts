import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { causeLesson, causePage } from '@watertight/catalog';
import { CodedError } from '@watertight/evidence';
import type { Classroom } from '../class/classroom.ts';
import type { Instance } from '../class/instance.ts';
import { scoreCsv } from '../class/score-csv.ts';
import { actions } from './actions.ts';
import { catalogEntries } from './catalog-entries.ts';
import { EventStreams } from './event-stream.ts';
import { refusalOf, tokenOf } from './guard.ts';
import type { Docs } from './docs-files.ts';
import type { PageFile } from './page-files.ts';
import { RateLimit } from './rate-limit.ts';

export interface ListenerOptions {
  readonly classroom: Classroom;
  readonly page: ReadonlyMap<string, PageFile>;
  readonly docs: Docs;
  /** Filled once the port is known: `127.0.0.1:4711` and the like. */
  readonly hosts: ReadonlySet<string>;
}

const mostBodyBytes = 4096;

/** Answers the page and its questions. Whoever comes from elsewhere, or without a token, learns nothing and changes nothing. */
export function requestListener({ classroom, page, docs, hosts }: ListenerOptions): RequestListener {
  const streams = new EventStreams();
  const actionLimit = new RateLimit<Instance>(40, 20);
  const joinLimit = new RateLimit<Classroom>(20, 1);
  const catalog = catalogEntries();

  return (request, response) => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const isMisuse = error instanceof CodedError;
      if (!isMisuse) console.error(error);
      reply(response, isMisuse ? 400 : 500, {
        error: isMisuse ? error.message : 'the lab failed; its terminal says why',
      });
    });
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refusalOf(request, hosts);
    if (refusal !== undefined) return reply(response, 403, { error: refusal });
    const [path = '/'] = (request.url ?? '/').split('?', 1);
    if (path === '/docs') return redirect(response, '/docs/');
    if (path.startsWith('/docs/')) return replyPage(request, response, docs(path.slice('/docs'.length)));
    if (!path.startsWith('/api/')) return replyPage(request, response, page.get(path));
    if (path === '/api/join') return join(request, response);
    const instance = classroom.instanceOf(tokenOf(request));
    if (!instance)
      return reply(response, 401, { error: 'expected a token of this lab; open the link that it printed' });
    if (request.method === 'GET') return read(path.slice('/api/'.length), instance, response);
    if (request.method !== 'POST') return reply(response, 405, { error: 'expected GET or POST' });
    const action = Object.hasOwn(actions, path.slice('/api/'.length)) ? actions[path.slice('/api/'.length)] : undefined;
    if (!action) return reply(response, 404, { error: 'there is no such action' });
    if (!actionLimit.allows(instance)) return reply(response, 429, { error: 'too much at once; wait a second' });
    const result = await action(instance, await bodyOf(request));
    reply(response, 200, result ?? {});
  }

  async function join(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') return reply(response, 405, { error: 'expected POST' });
    if (!joinLimit.allows(classroom)) return reply(response, 429, { error: 'too many join at once; wait a second' });
    const { name } = await bodyOf(request);
    reply(response, 200, { token: classroom.join(tokenOf(request), typeof name === 'string' ? name : '') });
  }

  function read(question: string, instance: Instance, response: ServerResponse): void {
    if (question === 'events') {
      if (!streams.begin(instance, response))
        reply(response, 503, { error: 'too many pages look at the lab; close some' });
      return;
    }
    if (question === 'catalog') return reply(response, 200, catalog);
    if (question === 'evidence') {
      return reply(response, 200, instance.exercise?.evidence() ?? { before: null, after: null, allocations: null });
    }
    const [, kind, id = ''] = /^(page|lesson)\/([a-z-]+)$/.exec(question) ?? [];
    const text = kind === 'page' ? causePage(id) : kind === 'lesson' ? causeLesson(id) : undefined;
    if (text !== undefined) return reply(response, 200, { text });
    if (instance.role === 'instructor' && question === 'class') {
      return reply(response, 200, { rows: classroom.scoreBoard(), joinToken: classroom.joinToken });
    }
    if (instance.role === 'instructor' && question === 'class.csv') {
      response.writeHead(200, { 'content-type': 'text/csv; charset=utf-8', 'cache-control': 'no-store' });
      response.end(scoreCsv(classroom.scoreBoard()));
      return;
    }
    reply(response, 404, { error: 'there is no such thing' });
  }
}

const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

function reply(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(308, { location, 'cache-control': 'no-store' });
  response.end();
}

function replyPage({ method }: IncomingMessage, response: ServerResponse, file: PageFile | undefined): void {
  if (method !== 'GET' && method !== 'HEAD') return reply(response, 405, { error: 'expected GET' });
  if (!file) return reply(response, 404, { error: 'there is no such page' });
  const caching = file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache';
  response.writeHead(file.status ?? 200, {
    'content-type': file.type,
    'content-length': file.body.length,
    'cache-control': caching,
  });
  response.end(method === 'HEAD' ? undefined : file.body);
}

async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBodyBytes) throw new CodedError('USAGE', `expected at most ${mostBodyBytes} bytes`);
    chunks.push(chunk);
  }
  if (bytes === 0) return {};
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new CodedError('USAGE', 'expected a JSON object');
}
