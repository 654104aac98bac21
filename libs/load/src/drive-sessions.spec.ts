import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drive } from './drive.ts';
import { parseScenario } from './parse-scenario.ts';

let server: Server;
let folder: string;
const logins: string[] = [];

/** A shop whose orders only those see who came in by the front door, with the cookie and the token they got there. */
function shop(request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '/', 'http://shop');
  if (pathname.startsWith('/login')) {
    const id = String(logins.push(pathname));
    response.setHeader('set-cookie', [`sid=${id}; HttpOnly; Path=/`, 'old=1; Max-Age=0']);
    response.end(JSON.stringify({ data: { token: `t${id}` } }));
    return;
  }
  const { cookie = '', authorization = '' } = request.headers;
  const isKnown = /^sid=(\d+)$/.exec(cookie)?.[1] === /^Bearer t(\d+)$/.exec(authorization)?.[1];
  response.statusCode = isKnown && cookie !== '' ? 200 : 401;
  response.end();
}

beforeEach(() => {
  server = createServer(shop);
  folder = mkdtempSync(join(tmpdir(), 'watertight-drive-'));
  logins.length = 0;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

async function listen(): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const orders = { path: '/orders/{n}', headers: { authorization: 'Bearer {token}' } };
const loggedIn = parseScenario(
  JSON.stringify({ login: [{ path: '/login/{n}', capture: { token: '/data/token' } }], requests: [orders] }),
);

test('each client logs in once, and keeps its cookies and its token from block to block', async () => {
  const baseUrl = await listen();
  const sessions = { login: loggedIn.login!, open: [] };
  const block = { baseUrl, routes: loggedIn.routes, requests: 31, connections: 3, sessions };
  expect((await drive({ ...block, firstNumber: 1 })).statuses).toEqual({ 200: 31 });
  expect((await drive({ ...block, firstNumber: 32 })).statuses).toEqual({ 200: 31 });
  expect(logins.sort()).toEqual(['/login/1', '/login/2', '/login/3']);
});

test('without the login the shop keeps its orders to itself', async () => {
  const block = { baseUrl: await listen(), routes: loggedIn.routes, requests: 5, connections: 1, firstNumber: 1 };
  expect((await drive(block)).statuses).toEqual({ 401: 5 });
});

test.each([
  ['is refused', { path: '/orders/1' }, /GET \/orders\/1.*401/],
  ['does not give what is needed', { path: '/login', capture: { token: '/jwt' } }, /without token.*capture/],
])('a login that %s ends the load, and says which', async (_, login, message) => {
  const { login: first = [], routes } = parseScenario(JSON.stringify({ login: [login], requests: [orders] }));
  const block = { baseUrl: await listen(), routes, requests: 5, connections: 1, firstNumber: 1 };
  await expect(drive({ ...block, sessions: { login: first, open: [] } })).rejects.toMatchObject({
    code: 'RESPONSES_FAILED',
    message: expect.stringMatching(message),
  });
});

test('a server behind a Unix socket is loaded, with sessions and without', async () => {
  const path = join(folder, 'shop.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const block = { baseUrl: `unix:${path}`, routes: loggedIn.routes, requests: 12, connections: 2, firstNumber: 1 };
  expect((await drive(block)).statuses).toEqual({ 401: 12 });
  const sessions = { login: loggedIn.login!, open: [] };
  expect((await drive({ ...block, sessions })).statuses).toEqual({ 200: 12 });
});
