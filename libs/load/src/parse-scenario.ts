import { CodedError } from '@watertight/evidence';
import type { Route } from './route.ts';

/** A scenario as it is written in a file: requests in turn. */
export interface Scenario {
  readonly concurrency: number | undefined;
  readonly routes: readonly Route[];
}

/**
 * Reads a scenario: `{ "concurrency": 4, "requests": [{ "method": "POST", "path": "/x/{n}", "headers": {}, "body": {}, "abort": "after-headers" }] }`.
 *
 * @throws {CodedError} `NO_ROUTE` where it is not of that shape
 * @example
 * parseScenario('{"requests":[{"path":"/users/{n}"}]}').routes.length; // 1
 */
export function parseScenario(text: string): Scenario {
  const scenario = parseJson(text) as { concurrency?: unknown; requests?: unknown } | null;
  const requests = scenario?.requests;
  if (!Array.isArray(requests) || requests.length === 0) {
    throw new CodedError(
      'NO_ROUTE',
      `expected a scenario with a list "requests", such as {"requests":[{"method":"GET","path":"/users/{n}"}]}`,
    );
  }
  const { concurrency } = scenario as { concurrency?: unknown };
  if (concurrency !== undefined && !(Number.isInteger(concurrency) && (concurrency as number) > 0)) {
    throw new CodedError(
      'USAGE',
      `expected "concurrency" to be a whole number above 0, got ${JSON.stringify(concurrency)}`,
    );
  }
  return { concurrency: concurrency as number | undefined, routes: requests.map(toRoute) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CodedError('USAGE', `expected the scenario to be JSON: ${(cause as Error).message}`, { cause });
  }
}

function toRoute(request: unknown, index: number): Route {
  const { method = 'GET', path, headers = {}, body, abort } = (request ?? {}) as Record<string, unknown>;
  const fault = (what: string) => new CodedError('NO_ROUTE', `request ${index + 1} of the scenario: ${what}`);
  if (typeof path !== 'string' || !path.startsWith('/'))
    throw fault(`expected "path" to begin with '/', got ${JSON.stringify(path)}`);
  if (typeof method !== 'string') throw fault(`expected "method" to be text, got ${JSON.stringify(method)}`);
  if (abort !== undefined && abort !== 'after-headers')
    throw fault(`expected "abort" to be "after-headers", got ${JSON.stringify(abort)}`);
  const named = Object.fromEntries(
    Object.entries(headers as Record<string, unknown>).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  const base = { method: method.toUpperCase(), path, ...(abort && { abort: 'after-headers' as const }) };
  if (body === undefined || body === null) return { ...base, headers: named };
  if (typeof body === 'string') return { ...base, headers: named, body };
  return { ...base, headers: { 'content-type': 'application/json', ...named }, body: JSON.stringify(body) };
}
