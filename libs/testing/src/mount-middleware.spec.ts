import type { IncomingMessage, ServerResponse } from 'node:http';
import { mountMiddleware } from './mount-middleware.ts';
import { serve } from './serve.ts';

type Next = (error?: unknown) => void;

async function statusOf(app: unknown): Promise<number> {
  const serving = await serve(app);
  const { status } = await fetch(serving.url);
  await serving.close();
  return status;
}

test('every request passes the middleware and is then answered', async () => {
  const seen: (string | undefined)[] = [];
  const middleware = (request: IncomingMessage, _response: ServerResponse, next: Next) => {
    seen.push(request.url);
    next();
  };
  expect(await statusOf(mountMiddleware(middleware))).toBe(200);
  expect(seen).toEqual(['/']);
});

test('middleware may answer by itself', async () => {
  const denying = (_request: IncomingMessage, response: ServerResponse) => {
    response.statusCode = 403;
    response.end();
  };
  expect(await statusOf(mountMiddleware(denying))).toBe(403);
});

test.each([
  [
    'throws',
    () => {
      throw new Error('no');
    },
  ],
  ['rejects', () => Promise.reject(new Error('no'))],
  ['passes an error on', (_request: IncomingMessage, _response: ServerResponse, next: Next) => next(new Error('no'))],
])('what %s is answered as an error', async (_, middleware) => {
  expect(await statusOf(mountMiddleware(middleware))).toBe(500);
});

test('middleware for errors is given one', async () => {
  const messages: string[] = [];
  const handling = (error: Error, _request: IncomingMessage, response: ServerResponse, next: Next) => {
    if (!error) return next();
    messages.push(error.message);
    response.statusCode = 503;
    response.end();
  };
  expect(await statusOf(mountMiddleware(handling))).toBe(503);
  expect(messages).toHaveLength(1);
});

test('an app of a framework is given back with the middleware on it', () => {
  const used: unknown[] = [];
  const middleware = () => undefined;
  const express = { use: (one: unknown) => void used.push(one) };
  expect(mountMiddleware(middleware, express)).toBe(express);
  const koa = { use: (one: unknown) => void used.push(one), callback: () => undefined };
  expect(mountMiddleware(middleware, koa)).toBe(koa);
  expect(used.filter((one) => one === middleware)).toHaveLength(2);
});

type Plugin = (scope: object, options: object, done: Next) => void;

test.each([
  ['that promises', () => Promise.resolve()],
  ['that calls back', (_scope: object, _options: object, done: Next) => done()],
])('a plugin %s stands in one scope with the route that is loaded', async (_, plugin) => {
  const routes: string[] = [];
  const scope = { all: (path: string) => void routes.push(path) };
  const registered: Plugin[] = [];
  const fastify = { register: (one: Plugin) => void registered.push(one), all: () => undefined };
  expect(mountMiddleware(plugin, fastify)).toBe(fastify);
  await new Promise<void>((resolve) => registered[0]!(scope, {}, () => resolve()));
  expect(routes).toEqual(['/*']);
});

test('what is no app is refused', () => {
  expect(() => mountMiddleware(() => undefined, {})).toThrow(expect.objectContaining({ code: 'USAGE' }));
});
