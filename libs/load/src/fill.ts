import type { Route } from './route.ts';

/** The route with every `{n}` replaced by the number, or every `{name}` by its value. */
export function fillRoute(route: Route, by: number | ReadonlyMap<string, string>): Route {
  const values = typeof by === 'number' ? new Map([['n', String(by)]]) : by;
  const fill = (text: string) =>
    [...values].reduce((filled, [name, value]) => filled.replaceAll(`{${name}}`, value), text);
  return {
    ...route,
    path: fill(route.path),
    headers: Object.fromEntries(Object.entries(route.headers).map(([name, value]) => [name, fill(value)])),
    ...(route.body !== undefined && { body: fill(route.body) }),
  };
}

/** A route as people write it: `GET /users/{n}`. */
export function describeRoute(route: Route): string {
  return `${route.method} ${route.path}`;
}
