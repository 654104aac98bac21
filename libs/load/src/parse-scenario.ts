import { CodedError } from '@watertight/evidence';
import type { Route } from './route.ts';

/** A scenario as it is written in a file: requests in turn. */
export interface Scenario {
  readonly concurrency: number | undefined;
  readonly routes: readonly Route[];
  /** What each client sends first, once; absent where clients keep nothing from request to request. */
  readonly login?: readonly Route[];
}

/**
 * Reads a scenario: `{ "concurrency": 4, "requests": [{ "method": "POST", "path": "/x/{n}", "headers": {}, "body": {}, "abort": "after-headers" }] }`.
 * With `"login": [ … ]` each client sends these once and stays logged in: it keeps cookies, and what a request has under
 * `"capture": { "token": "/data/token" }` of its JSON response, to be written as `{token}`. `"cookies": true` keeps cookies alone.
 *
 * @throws {CodedError} `NO_ROUTE` where it is not of that shape
 * @example
 * parseScenario('{"requests":[{"path":"/users/{n}"}]}').routes.length; // 1
 */
export function parseScenario(text: string): Scenario {
  return toScenario(parseJson(text));
}

/** The same of a scenario that is an object already, as a module exports it. */
export function toScenario(value: unknown): Scenario {
  const { requests, login, cookies, concurrency } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (!Array.isArray(requests) || requests.length === 0) {
    throw new CodedError(
      'NO_ROUTE',
      `expected a scenario with a list "requests", such as {"requests":[{"method":"GET","path":"/users/{n}"}]}`,
    );
  }
  if (login !== undefined && !Array.isArray(login)) {
    throw new CodedError('NO_ROUTE', `expected "login" to be a list of requests, got ${JSON.stringify(login)}`);
  }
  if (cookies !== undefined && typeof cookies !== 'boolean') {
    throw new CodedError('USAGE', `expected "cookies" to be true or false, got ${JSON.stringify(cookies)}`);
  }
  if (concurrency !== undefined && !(Number.isInteger(concurrency) && (concurrency as number) > 0)) {
    throw new CodedError(
      'USAGE',
      `expected "concurrency" to be a whole number above 0, got ${JSON.stringify(concurrency)}`,
    );
  }
  const routes = requests.map((request, index) => toRoute(request, `request ${index + 1}`));
  const first = (login ?? []).map((request: unknown, index: number) => toRoute(request, `login request ${index + 1}`));
  const isSession = login !== undefined || cookies === true || routes.some(({ capture }) => capture);
  return { concurrency: concurrency as number | undefined, routes, ...(isSession && { login: first }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CodedError('USAGE', `expected the scenario to be JSON: ${(cause as Error).message}`, { cause });
  }
}

function toRoute(request: unknown, which: string): Route {
  const { method = 'GET', path, headers = {}, body, abort, capture } = (request ?? {}) as Record<string, unknown>;
  const fault = (what: string) => new CodedError('NO_ROUTE', `${which} of the scenario: ${what}`);
  if (typeof path !== 'string' || !path.startsWith('/'))
    throw fault(`expected "path" to begin with '/', got ${JSON.stringify(path)}`);
  if (typeof method !== 'string') throw fault(`expected "method" to be text, got ${JSON.stringify(method)}`);
  if (abort !== undefined && abort !== 'after-headers')
    throw fault(`expected "abort" to be "after-headers", got ${JSON.stringify(abort)}`);
  if (capture !== undefined && !isCapture(capture))
    throw fault(
      `expected "capture" to name JSON pointers, such as {"token":"/data/token"}, got ${JSON.stringify(capture)}`,
    );
  const named = Object.fromEntries(
    Object.entries(headers as Record<string, unknown>).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  const base = {
    method: method.toUpperCase(),
    path,
    ...(abort && { abort: 'after-headers' as const }),
    ...(capture !== undefined && { capture }),
  };
  if (body === undefined || body === null) return { ...base, headers: named };
  if (typeof body === 'string') return { ...base, headers: named, body };
  return { ...base, headers: { 'content-type': 'application/json', ...named }, body: JSON.stringify(body) };
}

function isCapture(value: unknown): value is Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || 'n' in value) return false;
  return Object.values(value).every((pointer) => typeof pointer === 'string' && /^(\/|$)/.test(pointer));
}
