import type { IncomingMessage } from 'node:http';

/** Why a request is refused before anybody looks at what it asks; undefined where it is not. */
export function refusalOf(
  { method = 'GET', headers }: IncomingMessage,
  hosts: ReadonlySet<string>,
): string | undefined {
  // A name that leads to this machine today may be anybody's: only the lab's own are answered.
  if (!hosts.has(headers.host?.toLowerCase() ?? '')) return 'expected the address of the lab in Host';
  const { origin } = headers;
  if (origin !== undefined && !hosts.has(origin.toLowerCase().replace(/^http:\/\//, ''))) {
    return 'expected a request of the lab’s own page';
  }
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return 'expected a request of the lab’s own page';
  if (method !== 'GET' && !/^application\/json\b/.test(headers['content-type'] ?? '')) {
    return 'expected content-type: application/json';
  }
  return undefined;
}

/** The token that a request carries. */
export function tokenOf({ headers }: IncomingMessage): string {
  return /^Bearer ([\w-]{1,100})$/.exec(headers.authorization ?? '')?.[1] ?? '';
}
