import type { Server } from 'node:http';

/** How long requests under way may take to finish. */
const graceMs = 1_000;
const idleCheckMs = 50;

/**
 * Stops accepting, lets the requests under way finish for a second, and resolves when every connection is closed.
 */
export function shutDown(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // A connection that was busy at the signal becomes idle later, and nobody else closes it then.
    const idleCheck = setInterval(() => server.closeIdleConnections(), idleCheckMs);
    const deadline = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearInterval(idleCheck);
      clearTimeout(deadline);
      resolve();
    });
    server.closeIdleConnections();
  });
}
