import { Server } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import { resolve } from 'node:path';
import { noteServer } from './routes.ts';

export interface ListeningAddress {
  readonly host: string;
  readonly port: number;
  /** What the program asked for: 0 where any port would do. */
  readonly requestedPort: number;
  readonly secure: boolean;
  readonly socketPath?: string;
}

/** Calls back for each TCP server, and each HTTP server behind a Unix socket, of this process that starts to listen. */
export function reportListening(report: (address: ListeningAddress) => void): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the server as `this` below
  const listen = Server.prototype.listen as (this: Server, ...args: unknown[]) => Server;
  Server.prototype.listen = function (this: Server, ...args: unknown[]): Server {
    this.once('listening', () => {
      const address = this.address();
      if (address === null) return;
      noteServer(this);
      const secure = this instanceof TlsServer;
      if (typeof address === 'string') {
        if (isHttp(this)) report({ host: '', port: 0, requestedPort: 0, secure, socketPath: resolve(address) });
        return;
      }
      report({ host: address.address, port: address.port, requestedPort: requestedPort(args[0]), secure });
    });
    return listen.apply(this, args);
  } as typeof Server.prototype.listen;
}

/** Tools such as tsx talk over Unix sockets of their own. */
export function isHttp(server: Server): boolean {
  return server.listenerCount('request') > 0;
}

function requestedPort(first: unknown): number {
  const port = typeof first === 'object' && first !== null && 'port' in first ? first.port : first;
  return Number(port) || 0;
}
