import { subscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:net';
import type { RegisteredRoute } from './protocol.ts';

let servers: readonly WeakRef<Server>[] = [];
const ofFastify: RegisteredRoute[] = [];

/** Remembers a server that listens, so that its routes can be asked for. */
export function noteServer(server: Server): void {
  // A program that opens one server after the other must not be made to grow by us.
  servers = [...servers.filter((one) => one.deref()), new WeakRef(server)];
}

interface FastifyInstance {
  addHook(name: 'onRoute', hook: (route: { method: string | string[]; url: string }) => void): void;
}

/** Fastify (5.2 and later) tells of each new instance; each of these tells of its routes. */
export function watchFastifyRoutes(): void {
  subscribe('fastify.initialization', (message) => {
    (message as { fastify: FastifyInstance }).fastify.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) ofFastify.push({ method: one, path: url });
    });
  });
}

/** The routes that the program has registered, as far as its framework lets them be seen: Express 4 and 5, Fastify. */
export function registeredRoutes(): RegisteredRoute[] {
  const found = [...ofFastify];
  for (const server of servers) {
    for (const listener of server.deref()?.listeners('request') ?? []) found.push(...walk(stackOf(listener), ''));
  }
  return found;
}

interface Layer {
  readonly route?: { readonly path: unknown; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle?: { readonly stack?: readonly Layer[] };
  /** Express 5: mounted at the root. */
  readonly slash?: boolean;
  /** Express 4: what the mount path became. */
  readonly regexp?: RegExp & { readonly fast_slash?: boolean };
}

function stackOf(app: object): readonly Layer[] {
  const { _router } = app as { _router?: { stack?: readonly Layer[] } };
  if (_router?.stack) return _router.stack;
  try {
    return (app as { router?: { stack?: readonly Layer[] } }).router?.stack ?? [];
  } catch {
    return []; // Express 4 before its first route: the getter only complains
  }
}

function walk(stack: readonly Layer[], prefix: string | null): RegisteredRoute[] {
  return stack.flatMap((layer): RegisteredRoute[] => {
    if (layer.route) return routesOf(layer.route, prefix);
    if (!layer.handle?.stack) return [];
    const mount = mountPath(layer);
    return walk(layer.handle.stack, prefix === null || mount === null ? null : prefix + mount);
  });
}

function routesOf({ path, methods }: NonNullable<Layer['route']>, prefix: string | null): RegisteredRoute[] {
  const names = Object.keys(methods).filter((name) => methods[name]);
  return [path].flat().flatMap((one) =>
    names.map((name) => ({
      method: name === '_all' ? 'GET' : name.toUpperCase(),
      path: typeof one === 'string' && prefix !== null ? prefix + one || '/' : null,
    })),
  );
}

/** Where a router is mounted; null where it cannot be told: Express 5 keeps a matcher only. */
function mountPath({ slash, regexp }: Layer): string | null {
  if (slash || regexp?.fast_slash) return '';
  const [, escaped] = /^\^((?:\\.|[\w~@%-])+?)\\\/\?\(\?=\\\/\|\$\)$/.exec(regexp?.source ?? '') ?? [];
  return escaped?.replaceAll('\\', '') ?? null;
}
