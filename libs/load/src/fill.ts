import type { Route } from './route.ts';

/** The route with every `{n}` replaced by the number. */
export function fillRoute(route: Route, n: number): Route {
  const fill = (text: string) => text.replaceAll('{n}', String(n));
  return {
    method: route.method,
    path: fill(route.path),
    headers: Object.fromEntries(Object.entries(route.headers).map(([name, value]) => [name, fill(value)])),
    ...(route.body !== undefined && { body: fill(route.body) }),
    ...(route.abort && { abort: route.abort }),
  };
}

/** A route as people write it: `GET /users/{n}`. */
export function describeRoute(route: Route): string {
  return `${route.method} ${route.path}`;
}
