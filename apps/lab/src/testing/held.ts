// Where no trial shows a cause, what it keeps is counted: the listeners of a connection, connections, clients that are lent.
import { Agent, createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startServer } from './server-process.ts';

interface Count {
  readonly path: string;
  /** Code that is loaded before the server and answers how many are kept; otherwise the connections to the kettle are counted. */
  readonly preload?: string;
}

const answerWith = (count: string) => `process.on('message', () => process.send(${count}));`;

const counts: Readonly<Record<string, Count>> = {
  'kept-socket-listener': {
    path: '/uploads/7',
    preload: `import { subscribe } from 'node:diagnostics_channel';
      let last;
      subscribe('http.server.request.start', ({ socket }) => (last = socket));
      ${answerWith("last.listenerCount('close')")}`,
  },
  'unread-body': { path: '/kettle?port={kettle}' },
  'unreleased-resource': {
    path: '/orders/none',
    preload: `import { pathToFileURL } from 'node:url';
      const { Pool } = await import(pathToFileURL('dist/routes/unreleased-resource/pool.js'));
      const { connect } = Pool.prototype;
      let pool;
      Pool.prototype.connect = function () {
        pool = this;
        return connect.call(this);
      };
      ${answerWith('pool.lent')}`,
  },
};

const requests = 40;

/** Whether what a cause keeps can be counted. */
export const isCounted = (id: string): boolean => id in counts;

/** How many more are kept with each request, over one connection that is kept alive. */
export async function keptPerRequest(id: string, folder: string): Promise<number> {
  const { path, preload } = counts[id]!;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const kettle = await startKettle();
  const server = await startServer(folder, preload);
  try {
    const url = server.url + path.replace('{kettle}', String((kettle.address() as AddressInfo).port));
    const kept = async () => (preload === undefined ? openConnections(kettle) : Number(await server.ask()));
    const after: number[] = [];
    for (let n = 1; n <= 2 * requests; n += 1) {
      await read(url, agent);
      if (n % requests === 0) after.push(await kept());
    }
    return (after[1]! - after[0]!) / requests;
  } finally {
    server.end();
    agent.destroy();
    kettle.closeAllConnections();
    kettle.close();
  }
}

/** A kettle that is out of order, and says so at some length; it never closes a connection by itself. */
async function startKettle(): Promise<Server> {
  const kettle = createServer({ keepAliveTimeout: 0 }, (_req, res) => void res.writeHead(503).end('cold'.repeat(1000)));
  await new Promise<void>((resolve) => kettle.listen(0, '127.0.0.1', resolve));
  return kettle;
}

function openConnections(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}

function read(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => answer.resume().once('end', resolve)).once('error', reject);
  });
}
