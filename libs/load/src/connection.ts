/** Where requests go: over TCP, or through a Unix socket whose host is but a name. */
export interface Connection {
  readonly url: string;
  readonly socketPath?: string;
}

const unixScheme = 'unix:';

/**
 * Reads a base URL; `unix:/run/app.sock` is a server behind a Unix socket.
 *
 * @example
 * connectionTo('unix:/run/app.sock'); // { url: 'http://localhost', socketPath: '/run/app.sock' }
 */
export function connectionTo(baseUrl: string): Connection {
  if (!baseUrl.startsWith(unixScheme)) return { url: baseUrl };
  return { url: 'http://localhost', socketPath: baseUrl.slice(unixScheme.length) };
}

/** The base URL of a server behind a Unix socket. */
export function unixUrl(socketPath: string): string {
  return unixScheme + socketPath;
}
