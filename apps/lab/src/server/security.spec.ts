import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab } from '../lab.ts';
import { ask, Client, runningLab, tokenOf } from '../testing/running-lab.ts';

let lab: Lab;
let token: string;
beforeAll(async () => {
  lab = await runningLab();
  token = tokenOf(lab.link);
});
afterAll(() => lab.close());

const host = () => new URL(lab.url).host;
const json = { 'content-type': 'application/json' };
const bearer = () => ({ authorization: `Bearer ${token}` });

test('it listens on 127.0.0.1 and prints a link whose token no request carries in its address', () => {
  expect(lab.link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{32}$/);
});

test.each(['evil.example', 'evil.example:4711', '127.0.0.1', '127.0.0.1:1'])(
  'a name that was rebound to this machine is refused: Host %j',
  async (name) => {
    for (const path of ['/', '/api/catalog']) {
      const { status, text } = await ask(lab.url, path, { headers: { host: name, ...bearer() } });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).not.toContain('unbounded-cache');
      expect(text).not.toContain('<!doctype');
    }
  },
);

test.each([
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: 'http://127.0.0.1:1' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
])('a post from elsewhere changes nothing, even with the token: %j', async (headers) => {
  const asked = { method: 'POST', headers: { ...json, ...bearer(), ...headers }, body: '{"causeId":"unclosed-file"}' };
  expect((await ask(lab.url, '/api/open', asked)).status).toBe(403);
  const { exercise } = JSON.parse(await stateText()) as { exercise: unknown };
  expect(exercise).toBeNull();
});

test('a form of another page, which can send no JSON, changes nothing', async () => {
  const headers = { ...bearer(), 'content-type': 'text/plain' };
  expect((await ask(lab.url, '/api/open', { method: 'POST', headers, body: '{}' })).status).toBe(403);
});

test.each(['', 'Bearer ', 'Bearer wrong', `Basic ${'x'.repeat(32)}`, `Bearer ${'y'.repeat(32)}`])(
  'without the token nothing is told and nothing done: authorization %j',
  async (authorization) => {
    for (const path of ['catalog', 'events', 'evidence', 'class', 'page/unbounded-cache']) {
      expect((await ask(lab.url, `/api/${path}`, { headers: { authorization } })).status).toBe(401);
    }
    const asked = { method: 'POST', headers: { ...json, authorization }, body: '{}' };
    expect((await ask(lab.url, '/api/burst', asked)).status).toBe(401);
  },
);

test.each([
  '/../package.json',
  '/assets/../../../package.json',
  '/%2e%2e/%2e%2e/package.json',
  '/..%2f..%2fpackage.json',
  '//etc/passwd',
  '/assets/%00',
  '/docs/../package.json',
  '/docs/../../package.json',
  '/docs/causes/../../../../package.json',
  '/docs/%2e%2e/%2e%2e/package.json',
  '/docs/..%2f..%2fpackage.json',
  '/docs//etc/passwd',
  '/docs/%00',
  '/docs/__proto__',
  '/docs.html',
  '/api/page/..%2f..%2funbounded-cache',
  '/api/page/../unbounded-cache',
  '/api/lesson/__proto__',
  '/api/constructor',
])('no path leads to the file system: %s', async (path) => {
  const { status, text } = await ask(lab.url, path, { headers: bearer() });
  expect(status).toBe(404);
  expect(text).not.toContain('version');
});

test.each([
  ['open', { causeId: '../../package' }],
  ['open', { causeId: '__proto__' }],
  ['open', { causeId: 7 }],
  ['open', {}],
  ['line', { line: 'one' }],
  ['fix', { fix: '../leaky' }],
  ['look', {}],
])('%s %j is refused with what was expected', async (action, body) => {
  const { status, text } = await new Client(lab.url, token).do(action, body);
  expect(status).toBe(400);
  expect((JSON.parse(text) as { error: string }).error).toMatch(/^(expected|there is no)/);
});

test.each(['constructor', '__proto__', 'toString', 'run', 'exec'])('there is no action %s', async (action) => {
  expect((await new Client(lab.url, token).do(action)).status).toBe(404);
});

test('a body that is too long or no object is refused', async () => {
  const headers = { ...json, ...bearer() };
  for (const body of ['[]', '7', '{', `{"a":"${'x'.repeat(5000)}"}`]) {
    expect((await ask(lab.url, '/api/open', { method: 'POST', headers, body })).status).toBe(400);
  }
});

test('a flood of actions is slowed down, and reading goes on', async () => {
  const client = new Client(lab.url, token);
  const statuses = await Promise.all(Array.from({ length: 120 }, async () => (await client.do('hint')).status));
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(40);
  expect((await client.get('catalog')).status).toBe(200);
});

test('fifty pages may look at once, and each that leaves gives its place back', async () => {
  const client = new Client(lab.url, token);
  const pages = Array.from({ length: 50 }, () => client.until((event) => event.kind === 'state'));
  await Promise.all(pages);
  expect((await client.get('catalog')).status).toBe(200);
});

test('the page runs no script but its own files and may be put into no frame', async () => {
  const { headers, text } = await ask(lab.url, '/', { headers: { host: host() } });
  const policy = headers['content-security-policy'] as string;
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|http/);
  expect(text).not.toMatch(/<script(?![^>]*src=)|\son\w+=|style=/);
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
});

test('the documentation of a folder is served with the same rules, and nothing beside the folder', async () => {
  const root = mkdtempSync(join(tmpdir(), 'watertight-docs-'));
  const docs = join(root, 'docs');
  mkdirSync(join(docs, 'causes'), { recursive: true });
  writeFileSync(join(docs, 'index.html'), '<!doctype html><h1>Home</h1>');
  writeFileSync(join(docs, 'causes/a.html'), '<!doctype html><h1>A cause</h1>');
  writeFileSync(join(root, 'secret.html'), 'version');
  const other = await runningLab({ docs: [join(root, 'nothing'), docs] });
  try {
    for (const path of ['/docs/', '/docs/index.html', '/docs/causes/a.html']) {
      const { status, headers } = await ask(other.url, path);
      expect(status).toBe(200);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
    }
    expect((await ask(other.url, '/docs')).headers.location).toBe('/docs/');
    for (const path of [
      '/docs/../secret.html',
      '/docs/%2e%2e/secret.html',
      '/docs/causes/',
      '/docs/causes',
      '/secret.html',
    ])
      expect((await ask(other.url, path)).status).toBe(404);
    expect((await ask(other.url, '/docs/', { headers: { host: 'evil.example' } })).status).toBe(403);
  } finally {
    await other.close();
    rmSync(root, { recursive: true });
  }
});

test('where the documentation is not built, every page of it says how to', async () => {
  const other = await runningLab({ docs: [] });
  try {
    for (const path of ['/docs/', '/docs/causes/unbounded-cache.html']) {
      const { status, text } = await ask(other.url, path);
      expect(status).toBe(404);
      expect(text).toContain('npm run docs');
    }
  } finally {
    await other.close();
  }
});

async function stateText(): Promise<string> {
  const event = await new Client(lab.url, token).until((one) => one.kind === 'state');
  return JSON.stringify(event.kind === 'state' && event.state);
}
