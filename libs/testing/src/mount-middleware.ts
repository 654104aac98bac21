import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { TestingError } from './testing-error.ts';

type Next = (error?: unknown) => void;
type Request = IncomingMessage;
type Response = ServerResponse;

/** What frameworks call middleware, a plugin or an extension: `(req, res, next)`, `(error, req, res, next)` or `(ctx, next)`. */
export type Middleware = (...args: never[]) => unknown;

interface Express {
  use(middleware: unknown): unknown;
}
interface Fastify {
  register(plugin: unknown): unknown;
  all(path: string, handler: () => Promise<string>): unknown;
}

/**
 * An app with this middleware alone, to be tested by itself: every request passes it and is then answered. Without an app of a
 * framework it is called as Connect does, with the plain request and response; with one it is mounted there.
 *
 * @example
 * await assertStaysFlat(mountMiddleware(requestLog), { route: 'GET /x?id={n}' });
 * await assertStaysFlat(mountMiddleware(requestLog, express()), { route: 'GET /x?id={n}' });
 */
export function mountMiddleware<App extends object>(middleware: Middleware, app: App): App;
export function mountMiddleware(middleware: Middleware): Server;
export function mountMiddleware(middleware: Middleware, app?: object): object {
  if (typeof middleware !== 'function') {
    throw new TestingError('USAGE', `expected middleware to be a function, got ${typeof middleware}`);
  }
  if (app === undefined) return createServer((request, response) => pass(middleware, request, response));
  if ('register' in app && 'all' in app) mountOnFastify(app as Fastify, middleware);
  else if ('callback' in app && 'use' in app) mountOnKoa(app as Express, middleware);
  else if ('use' in app) mountOnExpress(app as Express, middleware);
  else throw new TestingError('USAGE', 'expected an app of Express, Koa or Fastify to mount on, or none');
  return app;
}

function pass(middleware: Middleware, request: Request, response: Response): void {
  const next: Next = (error) => answer(response, error);
  const call = middleware as (...args: unknown[]) => unknown;
  const args = middleware.length === 4 ? [planned(), request, response, next] : [request, response, next];
  try {
    Promise.resolve(call(...args)).catch(next);
  } catch (error) {
    next(error);
  }
}

const planned = () => new Error('raised so that the middleware for errors has one to handle');

function answer(response: Response, error?: unknown): void {
  if (response.writableEnded) return;
  if (!response.headersSent) response.statusCode = error === undefined ? 200 : 500;
  response.end(error === undefined ? 'ok' : 'failed');
}

function mountOnExpress(app: Express, middleware: Middleware): void {
  const handlesErrors = middleware.length === 4;
  if (handlesErrors) app.use((_request: Request, _response: Response, next: Next) => next(planned()));
  app.use(middleware);
  app.use((_request: Request, response: Response) => answer(response));
}

function mountOnKoa(app: Express, middleware: Middleware): void {
  app.use(middleware);
  app.use((context: { body: unknown }) => {
    context.body = 'ok';
  });
}

// What a plugin adds holds for the routes of its own scope only: the route has to stand beside it.
function mountOnFastify(app: Fastify, plugin: Middleware): void {
  app.register((scope: Fastify, options: object, done: Next) => {
    const ready: Next = (error) => {
      if (!error) scope.all('/*', () => Promise.resolve('ok'));
      done(error);
    };
    const add = plugin as (scope: Fastify, options: object, done: Next) => unknown;
    if (plugin.length > 2) add(scope, options, ready);
    else Promise.resolve(add(scope, options, ready)).then(() => ready(), ready);
  });
}
