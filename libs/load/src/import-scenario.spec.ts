import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importScenario } from './import-scenario.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'watertight-scenario-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const order = { url: 'http://127.0.0.1:3000', count: 7, signal: new AbortController().signal };

function read(name: string, text: string) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return importScenario(path);
}

async function driver(name: string, text: string) {
  const found = await read(name, text);
  if (found.kind !== 'drive') throw new Error(`expected a driver, got ${found.kind}`);
  return found.load;
}

test.each([
  ['an ES module', 'carts.mjs', `export const scenario = { concurrency: 2, requests: [{ path: '/carts/{n}' }] };`],
  ['CommonJS', 'carts.cjs', `exports.scenario = { concurrency: 2, requests: [{ path: '/carts/{n}' }] };`],
])('%s may export requests in turn', async (_, name, text) => {
  expect(await read(name, text)).toMatchObject({
    kind: 'requests',
    scenario: { concurrency: 2, routes: [{ method: 'GET', path: '/carts/{n}' }] },
  });
});

test.each([
  ['an ES module', 'sockets.mjs', `export async function drive(order) { globalThis.ordered = order; }`],
  ['CommonJS', 'sockets.cjs', `exports.drive = async (order) => { globalThis.ordered = order; };`],
])('%s may export a driver, which gets the order', async (_, name, text) => {
  const load = await driver(name, text);
  await load.drive(order);
  expect((globalThis as { ordered?: unknown }).ordered).toBe(order);
});

test('a driver that fails says what it said', async () => {
  const load = await driver('broken.mjs', `export function drive() { throw new Error('socket 3 hung up'); }`);
  await expect(load.drive(order)).rejects.toMatchObject({
    code: 'LOAD_FAILED',
    message: expect.stringMatching(/broken\.mjs.*socket 3 hung up/),
  });
});

test('one that was told to stop does not fail for it', async () => {
  const load = await driver('stopped.mjs', `export const drive = async ({ signal }) => signal.throwIfAborted();`);
  await expect(load.drive({ ...order, signal: AbortSignal.abort() })).resolves.toBeUndefined();
});

test.each([
  ['exports neither', 'empty.mjs', 'export const requests = [];', /`scenario` or a function `drive/],
  ['does not parse', 'typo.mjs', 'export const scenario = {', /typo\.mjs cannot be loaded/],
  ['throws', 'throws.mjs', `throw new Error('no fixtures');`, /no fixtures/],
])('a module that %s is told so', async (_, name, text, message) => {
  await expect(read(name, text)).rejects.toMatchObject({
    code: 'SOURCE_INVALID',
    message: expect.stringMatching(message),
  });
});

test('a scenario without requests is none, be it exported or written', async () => {
  await expect(read('none.mjs', 'export const scenario = { requests: [] };')).rejects.toMatchObject({
    code: 'NO_ROUTE',
  });
});
