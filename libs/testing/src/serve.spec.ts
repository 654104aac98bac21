import { createServer, type RequestListener } from 'node:http';
import { serve } from './serve.ts';

const answering: RequestListener = (request, response) => void response.end(`you asked for ${request.url}`);

/** What an app answers while it is served, and that it is closed again. */
async function answerOf(app: unknown): Promise<string> {
  const serving = await serve(app);
  const response = await fetch(`${serving.url}/x`);
  const text = await response.text();
  await serving.close();
  expect(serving.server.listening).toBe(false);
  return text;
}

test('a handler is served at a free port and closed again', async () => {
  expect(await answerOf(answering)).toBe('you asked for /x');
});

test('so is a server that does not listen yet', async () => {
  expect(await answerOf(createServer(answering))).toBe('you asked for /x');
});

test('a server that listens already is taken, and left, as it is', async () => {
  const server = createServer(answering).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const serving = await serve(server);
  expect(serving.server).toBe(server);
  await serving.close();
  expect(server.listening).toBe(true);
  server.close();
});

test('frameworks are known by what their apps can do', async () => {
  const koa = { use: () => undefined, callback: () => answering };
  const fastify = { ready: () => Promise.resolve(), routing: answering };
  const nest = { init: () => Promise.resolve(), getHttpServer: () => createServer(answering) };
  const agentOfSupertest = { app: answering, get: () => undefined, post: () => undefined };
  for (const app of [koa, fastify, nest, agentOfSupertest]) expect(await answerOf(app)).toBe('you asked for /x');
});

test('what is no app is refused by its class', async () => {
  await expect(serve(new Map())).rejects.toMatchObject({
    code: 'USAGE',
    message: expect.stringMatching(/an object of class Map/) as string,
  });
  await expect(serve(undefined)).rejects.toMatchObject({ code: 'USAGE' });
});
