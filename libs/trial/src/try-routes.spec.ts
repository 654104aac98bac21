import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tryRoutes } from './try-routes.ts';

async function tried(listener: RequestListener, ...paths: string[]) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return await tryRoutes(
      paths.map((path) => ({ method: 'GET', path, headers: {} })),
      { baseUrl },
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('a route that begins to answer and never ends has no answer', async () => {
  const { answering, failing } = await tried((_request, response) => void response.write('data: 1\n\n'), '/events');
  expect(answering).toEqual([]);
  expect(failing).toMatchObject([{ route: { path: '/events' }, status: null }]);
}, 20_000);

test('a route that refuses the first number only is loaded as it is', async () => {
  const refusesFirst: RequestListener = (request, response) => {
    response.statusCode = request.url === '/users/1' ? 403 : 200;
    response.end();
  };
  expect((await tried(refusesFirst, '/users/{n}')).answering).toMatchObject([{ path: '/users/{n}' }]);
});
