import { CodedError } from '@watertight/evidence';
import type { Route } from './route.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Reads a route as it is written on the command line: method, path and, after a blank, a body.
 *
 * @throws {CodedError} `NO_ROUTE` where method or path are not what they should be
 * @example
 * parseRoute('POST /login {"user":"u{n}"}', { 'x-client': '{n}' });
 */
export function parseRoute(text: string, headers: Readonly<Record<string, string>> = {}): Route {
  const [, method = 'GET', path, body] = /^\s*(?:([A-Za-z]+)\s+)?(\/\S*)(?:\s+([\s\S]*\S))?\s*$/.exec(text) ?? [];
  if (path === undefined || !methods.includes(method.toUpperCase())) {
    throw new CodedError(
      'NO_ROUTE',
      `expected a route such as 'GET /users/{n}' or 'POST /login {"user":"u{n}"}', got '${text}'${methods.includes(text.toUpperCase()) ? '; put method and path into one pair of quotes' : ''}`,
    );
  }
  const [parameter] = /(?<=\/):[A-Za-z_]\w*/.exec(path) ?? [];
  if (parameter !== undefined) {
    throw new CodedError(
      'NO_ROUTE',
      `expected a path to be requested, got the pattern '${path}'; write {n} for ${parameter}: '${path.replaceAll(/(?<=\/):[A-Za-z_]\w*[?]?/g, '{n}')}'`,
    );
  }
  const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (body === undefined) return { method: method.toUpperCase(), path, headers: named };
  const typed =
    'content-type' in named || !/^[[{]/.test(body) ? named : { ...named, 'content-type': 'application/json' };
  return { method: method.toUpperCase(), path, headers: typed, body };
}
