import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { UsageError } from './usage-error.ts';

/** Listens, or says in words why it cannot. */
export async function serve(app: RequestListener, host: string, port: number): Promise<Server> {
  const server = createServer(app);
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw explainListenError(error, host, port);
  }
  return server;
}

function explainListenError(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const explanations: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} is taken; stop the other server or choose another with --port`,
    EACCES: `port ${port} needs privileges; choose one above 1023 with --port`,
    EADDRNOTAVAIL: `${host} is no address of this machine; choose another with --host`,
    ENOTFOUND: `${host} is no known host; choose another with --host`,
  };
  const explanation = typeof code === 'string' ? explanations[code] : undefined;
  return explanation === undefined ? error : new UsageError(explanation, { cause: error });
}
