import { CodedError } from '@watertight/evidence';
import type { Route } from '@watertight/load';
import type { DiscoveredRoutes, DiscoverOptions, FailingRoute } from '@watertight/trial';
import type { Progress } from '../output/progress.ts';
import type { Tools } from '../tools.ts';

/** Without a route the target is asked which it has; says which are loaded, and which are not and why. */
export async function routesOfTarget(
  options: DiscoverOptions,
  { tools, progress, quiet }: { readonly tools: Tools; readonly progress: Progress; readonly quiet: boolean },
): Promise<readonly Route[]> {
  progress.show({ message: 'asking it for its routes', fraction: 0 });
  return chooseRoutes(await tools.discoverRoutes(options), { progress, quiet });
}

/** The same of routes that are found already. */
export function chooseRoutes(
  found: DiscoveredRoutes,
  { progress, quiet }: { readonly progress: Progress; readonly quiet: boolean },
): readonly Route[] {
  if (found.routes.length === 0) throw noRoute(found);
  if (!quiet) {
    progress.passOn(`no --route: loading ${found.routes.map(nameOf).join(', ')}\n`);
    if (found.leftOut.length > 0) progress.passOn(`left out: ${found.leftOut.join(', ')}\n`);
  }
  // Said to the quiet as well: the verdict does not speak of these.
  for (const one of found.failing) progress.passOn(`left out: ${nameOf(one.route)} ${answerOf(one)}\n`);
  return found.routes;
}

function noRoute({ leftOut, failing }: DiscoveredRoutes): CodedError {
  if (failing.length > 0) {
    const told = failing.map((one) => `${nameOf(one.route)} ${answerOf(one)}`).join('; ');
    return new CodedError('RESPONSES_FAILED', `no route that the target tells of can be loaded: ${told}`);
  }
  const others = leftOut.length > 0 ? ` (left out: ${leftOut.join(', ')})` : '';
  return new CodedError(
    'NO_ROUTE',
    `expected --route, because the target tells of no route that is safe to call${others}; add one such as --route 'GET /users/{n}'`,
  );
}

function answerOf({ route, status }: FailingRoute): string {
  if (status === null) return '(gives no whole answer; name it with --route to load it all the same)';
  return `(answers ${status}; ${remedyOf(status, route)})`;
}

function remedyOf(status: number, route: Route): string {
  if (status === 401 || status === 403) return `pass what it asks for, such as -H 'authorization: …'`;
  if (status === 429) return 'lift its rate limit for the trial';
  if (status >= 500) return 'see why with --verbose';
  return `pass one that it answers, such as --route '${nameOf({ ...route, path: route.path.replaceAll('{n}', '123') })}'`;
}

function nameOf({ method, path }: Route): string {
  return `${method} ${path}`;
}
