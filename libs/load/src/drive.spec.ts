import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drive } from './drive.ts';

let server: Server;
let baseUrl: string;
const seen: string[] = [];
let brokenOff = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${String(request.headers['x-client'] ?? '')}`.trim());
    if (request.url === '/stream') {
      response.write('first');
      response.once('close', () => (brokenOff += 1));
      return;
    }
    response.statusCode = request.url?.startsWith('/bad') ? 500 : 200;
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => (seen.length = 0));
afterAll(() => new Promise((resolve) => server.close(resolve)));

const options = { requests: 53, connections: 4, firstNumber: 1 };

test('sends exactly as many requests as asked, each with a number of its own', async () => {
  const routes = [{ method: 'GET', path: '/a?id={n}', headers: { 'x-client': 'c{n}' } }];
  const { statuses, failed } = await drive({ ...options, baseUrl, routes });
  expect(statuses).toEqual({ 200: 53 });
  expect(failed).toBe(0);
  expect(new Set(seen).size).toBe(53);
  expect(seen).toContain('GET /a?id=53 c53');
});

test('counts responses by status', async () => {
  const routes = [
    { method: 'GET', path: '/good', headers: {} },
    { method: 'GET', path: '/bad', headers: {} },
  ];
  const { statuses } = await drive({ ...options, requests: 40, baseUrl, routes });
  expect(statuses).toEqual({ 200: 20, 500: 20 });
});

test('leaves after the headers where the route says so', async () => {
  const routes = [{ method: 'GET', path: '/stream', headers: {}, abort: 'after-headers' as const }];
  expect((await drive({ ...options, requests: 12, baseUrl, routes })).statuses).toEqual({ 200: 12 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(brokenOff).toBe(12);
});

test('gives up soon where nobody listens', async () => {
  const routes = [{ method: 'GET', path: '/', headers: {} }];
  const { statuses, failed } = await drive({ ...options, requests: 5_000, baseUrl: 'http://127.0.0.1:9', routes });
  expect(statuses).toEqual({});
  expect(failed).toBeGreaterThan(0);
});

test('stops when it is told to', async () => {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 100);
  const routes = [{ method: 'GET', path: '/', headers: {} }];
  await drive({ ...options, requests: 1_000_000, baseUrl, routes, signal: abort.signal });
  expect(seen.length).toBeLessThan(1_000_000);
});
