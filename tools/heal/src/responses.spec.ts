import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Route } from '@watertight/load';
import { compareResponses, findVolatileParts } from './compare-responses.ts';
import { recordResponses, type RecordOptions, type RecordedResponse } from './record-responses.ts';

const visits: Route = { method: 'GET', path: '/visits/{n}', headers: {} };
const login: Route = { method: 'POST', path: '/login', headers: { 'x-client': '{n}' }, body: '{"user":"u{n}"}' };

async function recordFrom(
  listener: RequestListener,
  routes: readonly Route[] = [visits],
  options: RecordOptions = {},
  count = 3,
) {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await recordResponses(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, routes, count, options);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const json =
  (value: (url: string) => unknown): RequestListener =>
  (request, response) => {
    response.end(JSON.stringify(value(request.url ?? '')));
  };

function withBody(value: unknown): RecordedResponse[] {
  return [{ route: 'GET /x', n: 1, status: 200, headers: {}, body: { kind: 'json', value } }];
}

describe('a record', () => {
  test('has the routes in turn, each request with its number', async () => {
    const seen: string[] = [];
    const recorded = await recordFrom(
      (request, response) => {
        let body = '';
        request.setEncoding('utf8').on('data', (text: string) => (body += text));
        request.on('end', () => {
          seen.push(`${request.method} ${request.url} ${request.headers['x-client']?.toString()} ${body}`);
          response.statusCode = 201;
          response.end('done');
        });
      },
      [visits, login],
    );
    expect(seen).toEqual(['GET /visits/1 undefined ', 'POST /login 2 {"user":"u2"}', 'GET /visits/3 undefined ']);
    expect(recorded[1]).toMatchObject({
      route: 'POST /login',
      n: 2,
      status: 201,
      body: { kind: 'text', text: 'done' },
    });
  });

  test('does not know the port, nor that it comes from a copy', async () => {
    const recorded = await recordFrom(
      (request, response) => {
        response.setHeader('location', `http://${request.headers.host}/next`);
        response.end(JSON.stringify({ self: `http://${request.headers.host}`, file: '/tmp/copy/app.ts' }));
      },
      [visits],
      { replacements: [['/tmp/copy', '/srv/shop']] },
    );
    expect(recorded[0]?.headers['location']).toBe('http://127.0.0.1:<port>/next');
    expect(recorded[0]?.body).toEqual({
      kind: 'json',
      value: { self: 'http://127.0.0.1:<port>', file: '/srv/shop/app.ts' },
    });
  });

  test('keeps the hash alone of long and of binary bodies', async () => {
    const [long] = await recordFrom((_request, response) => response.end('x'.repeat(65 * 1024)));
    const [binary] = await recordFrom((_request, response) => response.end(Buffer.from([0xff, 0xfe, 0x00])));
    expect([long?.body.kind, binary?.body.kind]).toEqual(['hash', 'hash']);
  });

  test('says so where the target breaks the connection', async () => {
    const recorded = await recordFrom((request) => request.socket.destroy());
    expect(recorded.map(({ status }) => status)).toEqual(['ECONNRESET', 'ECONNRESET', 'ECONNRESET']);
  });

  test('waits once only for a route that never ends', async () => {
    const recorded = await recordFrom(
      (_request, response) => void response.write('data: 1\n\n'),
      [visits],
      { timeoutMs: 50 },
      30,
    );
    expect(recorded).toMatchObject([{ n: 1, status: 'ETIMEDOUT' }]);
  });

  test('ends when interrupted', async () => {
    const controller = new AbortController();
    const recording = recordFrom(() => controller.abort(), [visits], { signal: controller.signal });
    await expect(recording).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});

describe('a comparison', () => {
  test('finds nothing between two runs of the same code', async () => {
    const same = json((url) => ({ url, items: [1, 2] }));
    const [a, b] = [await recordFrom(same), await recordFrom(same)];
    expect(compareResponses(a, b, findVolatileParts(a, b))).toEqual({
      compared: 3,
      different: 0,
      examples: [],
      volatile: [],
    });
  });

  test('names status and body parts that differ', async () => {
    const before = await recordFrom(json(() => ({ count: 1 })));
    const after = await recordFrom((request, response) => {
      response.statusCode = 500;
      json(() => ({ count: 2 }))(request, response);
    });
    const { different, examples } = compareResponses(before, after, new Set());
    expect(different).toBe(3);
    expect(examples[0]).toBe('GET /visits/{n} with n = 1: status 200 → 500, and 1 more');
  });

  test('names a header that is missing', async () => {
    const before = await recordFrom((_request, response) => response.setHeader('x-cache', 'on').end());
    const after = await recordFrom((_request, response) => response.end());
    expect(compareResponses(before, after, new Set()).examples[0]).toBe(
      'GET /visits/{n} with n = 1: header x-cache "on" → none',
    );
  });

  test('leaves out a body part that differs anyway, and what is derived from the body', async () => {
    let pid = 8;
    const listener: RequestListener = (_request, response) => {
      const body = JSON.stringify({ pid: pid, requests: [{ id: pid, path: '/a' }] });
      response.setHeader('etag', `"${body.length}"`).end(body);
    };
    const first = await recordFrom(listener);
    pid = 9;
    const second = await recordFrom(listener);
    // A longer number changes the length, and with it the headers, which were equal before.
    pid = 1000;
    const after = await recordFrom(listener);
    const volatile = findVolatileParts(first, second);
    expect([...volatile]).toEqual(['GET /visits/{n} body.pid', 'GET /visits/{n} body.requests[].id']);
    expect(compareResponses(first, after, volatile).different).toBe(0);
  });

  test('still sees a stable part beside a volatile one', () => {
    const volatile = findVolatileParts(withBody({ time: 1, user: 'a' }), withBody({ time: 2, user: 'a' }));
    const { examples } = compareResponses(withBody({ time: 1, user: 'a' }), withBody({ time: 3, user: 'b' }), volatile);
    expect(examples).toEqual(['GET /x with n = 1: body.user "a" → "b"']);
  });

  test('takes a container whose keys come and go as a whole', () => {
    const volatile = findVolatileParts(withBody({ jobs: { a1: 0 } }), withBody({ jobs: { b2: 0 } }));
    expect([...volatile]).toEqual(['GET /x body.jobs']);
    expect(compareResponses(withBody({ jobs: { a1: 0 } }), withBody({ jobs: { c3: 0 } }), volatile).different).toBe(0);
  });

  test('counts a missing response as different', () => {
    expect(compareResponses(withBody(1), [], new Set())).toMatchObject({ compared: 1, different: 1 });
  });
});
