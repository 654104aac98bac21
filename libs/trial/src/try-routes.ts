import { drive, fillRoute, type Route } from '@watertight/load';

/** A route that answers its requests with errors, or not at all: under load it would do none of its work. */
export interface FailingRoute {
  readonly route: Route;
  /** The status of its answer; null where none came in time. */
  readonly status: number | null;
}

export interface TriedRoutes {
  readonly answering: readonly Route[];
  readonly failing: readonly FailingRoute[];
}

interface TryOptions {
  readonly baseUrl: string;
  readonly signal?: AbortSignal | undefined;
}

const timeoutSeconds = 5;
// The number of an early request, and one that only a server which takes any number knows.
const [early, late] = [1, 5003];

/** Sends each route a request or two. A route that knows the first number only, as a seeded database does, keeps to it. */
export async function tryRoutes(routes: readonly Route[], options: TryOptions): Promise<TriedRoutes> {
  const answering: Route[] = [];
  const failing: FailingRoute[] = [];
  for (const route of routes) {
    const tried = await tryRoute(route, options);
    if ('status' in tried) failing.push(tried);
    else answering.push(tried);
  }
  return { answering, failing };
}

async function tryRoute(route: Route, options: TryOptions): Promise<Route | FailingRoute> {
  const first = fillRoute(route, early);
  const status = await statusOf(route, early, options);
  if (first.path === route.path) return isAnswer(status) ? route : { route, status };
  if (isAnswer(await statusOf(route, late, options))) return route;
  return isAnswer(status) ? { ...route, path: first.path } : { route, status };
}

async function statusOf(route: Route, n: number, { baseUrl, signal }: TryOptions): Promise<number | null> {
  const { statuses } = await drive({
    baseUrl,
    routes: [route],
    requests: 1,
    connections: 1,
    firstNumber: n,
    timeoutSeconds,
    ...(signal && { signal }),
  });
  const [status] = Object.keys(statuses);
  return status === undefined ? null : Number(status);
}

function isAnswer(status: number | null): boolean {
  return status !== null && status >= 200 && status < 400;
}
