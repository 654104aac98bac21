import { createServer, Server, type RequestListener } from 'node:http';
import type { Server as NetServer } from 'node:net';
import { TestingError } from './testing-error.ts';

/** An app on a port of its own. */
export interface Serving {
  readonly server: NetServer;
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves an app at a free port of the loopback address, until it is closed; a server that listens already is taken as it is,
 * and left so.
 */
export async function serve(app: unknown): Promise<Serving> {
  const server = await toServer(app);
  const isOurs = !server.listening;
  if (isOurs) {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', () => resolve());
    });
  }
  return {
    server,
    url: urlOf(server),
    close: () => (isOurs ? closed(server) : Promise.resolve()),
  };
}

interface AppLike {
  /** Koa. */
  callback?: () => RequestListener;
  /** Fastify. */
  ready?: () => PromiseLike<unknown>;
  routing?: RequestListener;
  /** Nest. */
  init?: () => Promise<unknown>;
  getHttpServer?: () => unknown;
  /** What supertest's agents keep. */
  app?: unknown;
}

async function toServer(app: unknown): Promise<NetServer> {
  if (isServer(app)) return app;
  if (isSupertestAgent(app)) return toServer((app as AppLike).app);
  const listener = await toListener(app);
  if (listener) return createServer(listener);
  const nest = app as AppLike | null;
  if (typeof nest?.getHttpServer === 'function') {
    await nest.init?.();
    const server = nest.getHttpServer();
    if (isServer(server)) return server;
  }
  throw new TestingError(
    'USAGE',
    `expected an app, a request handler, a server, a path, a command or a URL, got ${nameOf(app)}`,
  );
}

async function toListener(app: unknown): Promise<RequestListener | null> {
  // Express, Connect and bare handlers.
  if (typeof app === 'function') return app as RequestListener;
  if (typeof app !== 'object' || app === null) return null;
  const { callback, ready, routing } = app as AppLike;
  if (typeof callback === 'function') return callback.call(app);
  if (typeof ready === 'function' && typeof routing === 'function') {
    await ready.call(app);
    return (request, response) => routing(request, response);
  }
  return null;
}

/** Whether it is something that `serve` can put on a port. */
export function isServable(value: unknown): boolean {
  if (typeof value === 'function' || isServer(value) || isSupertestAgent(value)) return true;
  if (typeof value !== 'object' || value === null) return false;
  const { callback, ready, routing, getHttpServer } = value as AppLike;
  return [callback, getHttpServer].some(isFunction) || (isFunction(ready) && isFunction(routing));
}

const isFunction = (value: unknown) => typeof value === 'function';

// By what it can do: a server of another realm, or wrapped, is one too.
function isServer(value: unknown): value is NetServer {
  if (value instanceof Server) return true;
  const { listen, address, listening } = (value ?? {}) as Partial<NetServer>;
  return typeof value === 'object' && isFunction(listen) && isFunction(address) && typeof listening === 'boolean';
}

function isSupertestAgent(value: unknown): boolean {
  const { app, get, post } = (value ?? {}) as { app?: unknown; get?: unknown; post?: unknown };
  return typeof value === 'object' && app !== undefined && isFunction(get) && isFunction(post) && value !== app;
}

function urlOf(server: NetServer): string {
  const address = server.address();
  if (address !== null && typeof address === 'object') {
    const host = address.family === 'IPv6' && address.address !== '::' ? `[${address.address}]` : '127.0.0.1';
    return `http://${host}:${address.port}`;
  }
  throw new TestingError('USAGE', 'expected a server that listens on a port, got one that listens elsewhere');
}

function closed(server: NetServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if (server instanceof Server) server.closeAllConnections();
  });
}

function nameOf(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  return `an object of class ${(value.constructor as { name?: string } | undefined)?.name ?? 'unknown'}`;
}
