import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

export interface Comment {
  readonly id: number;
  body: string;
}

/** The comments of pull request 7, behind the requests that GitHub takes for them. */
export interface Comments {
  readonly url: string;
  readonly list: Comment[];
  /** Each request that was not a mere look, such as `POST /repos/…`. */
  readonly changes: string[];
  readonly tokens: Set<string | undefined>;
  /** Answers each request with 403, as GitHub does where a token may not. */
  isForbidden: boolean;
  close(): void;
}

export async function serveComments(): Promise<Comments> {
  const list: Comment[] = [];
  const changes: string[] = [];
  const tokens = new Set<string | undefined>();
  const server = createServer((request, response) => {
    const { method, url = '' } = request;
    tokens.add(request.headers.authorization);
    const answer = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (comments.isForbidden) return answer(403, { message: 'Resource not accessible by integration' });
    const { pathname, searchParams } = new URL(url, 'http://api');
    if (method === 'GET') {
      const [perPage, page] = ['per_page', 'page'].map((name) => Number(searchParams.get(name)));
      return answer(200, list.slice((page! - 1) * perPage!, page! * perPage!));
    }
    changes.push(`${method} ${pathname}`);
    void json(request).then((value) => {
      const { body } = value as { body: string };
      const earlier = list.find(({ id }) => pathname.endsWith(`/issues/comments/${id}`));
      if (earlier) earlier.body = body;
      else list.push({ id: list.length + 1, body });
      answer(200, {});
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const comments: Comments = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    list,
    changes,
    tokens,
    isForbidden: false,
    close: () => server.close(),
  };
  return comments;
}
