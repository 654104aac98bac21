import type { RegisteredRoute } from '@watertight/agent';
import type { Route } from '@watertight/load';
import { tryRoutes, type FailingRoute } from './try-routes.ts';
import type { TrialOptions } from './options.ts';
import { targetOptions } from './run-trial.ts';
import { withTarget, type Target } from './target.ts';

/** Routes of a target to load, and those that were left out. */
export interface DiscoveredRoutes {
  readonly routes: readonly Route[];
  /** Each with the reason why it is not called at all. */
  readonly leftOut: readonly string[];
  readonly failing: readonly FailingRoute[];
}

export interface DiscoverOptions extends Omit<TrialOptions, 'routes'> {
  /** What every request carries. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Starts the target, asks which routes its framework knows, tries each, and stops the target again. Only GET is safe to
 * call; a parameter such as `:id` becomes the counter `{n}`.
 *
 * @throws {CodedError} where the target cannot be started
 */
export async function discoverRoutes({ headers = {}, ...options }: DiscoverOptions): Promise<DiscoveredRoutes> {
  return withTarget(targetOptions(options), (target) => routesOf(target, { headers, signal: options.signal }));
}

interface RoutesOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
}

/** The routes that a running target tells of, tried. */
export async function routesOf(target: Target, { headers, signal }: RoutesOptions): Promise<DiscoveredRoutes> {
  const { routes, leftOut } = chooseRoutes(await target.ask('routes', {}));
  const carrying = routes.map((route) => ({ ...route, headers }));
  const tried = await target.orGone(tryRoutes(carrying, { baseUrl: target.baseUrl, signal }));
  return { routes: tried.answering, leftOut, failing: tried.failing };
}

/**
 * Sorts registered routes into those to load and those to leave out.
 *
 * @example
 * chooseRoutes([{ method: 'GET', path: '/users/:id' }]).routes[0]?.path; // '/users/{n}'
 */
export function chooseRoutes(registered: readonly RegisteredRoute[]): Omit<DiscoveredRoutes, 'failing'> {
  const routes = new Map<string, Route>();
  const leftOut = new Set<string>();
  const gets = new Set(registered.filter(({ method }) => method === 'GET').map(({ path }) => path));
  for (const { method, path } of registered) {
    if (method === 'HEAD' && gets.has(path)) continue; // comes with its GET
    const filled = path === null ? null : fillParameters(path);
    if (path === null) leftOut.add(`${method} of a router whose path is not known`);
    else if (method !== 'GET' && method !== 'HEAD') leftOut.add(`${method} ${path} (may change something)`);
    else if (filled === null) leftOut.add(`${method} ${path} (a pattern)`);
    else routes.set(`${method} ${filled}`, { method, path: filled, headers: {} });
  }
  return { routes: [...routes.values()], leftOut: [...leftOut] };
}

function fillParameters(path: string): string | null {
  const filled = path
    .replace(/\{[^{}]*\}/g, '') // optional, in Express 5
    .replace(/\/:\w+\?/g, '') // optional, in Express 4
    .replace(/:\w+(\([^()]*\))?/g, '{n}');
  return /[*()+?[\]^$|]/.test(filled) || !filled.startsWith('/') ? null : filled;
}
