import cluster from 'node:cluster';
import { Server } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import { resolve } from 'node:path';
import { isHttp } from './listening.ts';
import { memoryLimits } from './memory-limits.ts';
import type { FoundProcess, FoundServer } from './protocol.ts';
import { noteServer } from './routes.ts';

/** Who this process is, for a trial that did not start it. */
export function foundProcess(): FoundProcess {
  return {
    pid: process.pid,
    node: process.version,
    cwd: process.cwd(),
    command: [process.argv0, ...process.execArgv, ...process.argv.slice(1)],
    servers: listeningServers().map(describe),
    isClusterPrimary: cluster.isPrimary && Object.keys(cluster.workers ?? {}).length > 0,
    isClusterWorker: cluster.isWorker,
    memory: memoryLimits(),
  };
}

interface WithHandles {
  /** Undocumented but old, and the one way to servers that listened before anybody looked. */
  _getActiveHandles?(): unknown[];
}

function listeningServers(): Server[] {
  const handles = (process as unknown as WithHandles)._getActiveHandles?.() ?? [];
  const servers = handles.filter((handle): handle is Server => handle instanceof Server && handle.listening);
  for (const server of servers) noteServer(server);
  return servers;
}

function describe(server: Server): FoundServer {
  const address = server.address();
  const secure = server instanceof TlsServer;
  const kind = { secure, isHttp: isHttp(server) };
  if (address === null) return { host: '', port: 0, ...kind };
  if (typeof address === 'string') return { host: '', port: 0, socketPath: resolve(address), ...kind };
  return { host: address.address, port: address.port, ...kind };
}
