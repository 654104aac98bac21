import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { causes, type CauseId, type SampleHalf } from '@watertight/catalog';
import type { Express } from 'express';
import request from 'supertest';
import type * as CreateAppModule from './create-app.ts';

// Each app loads the samples, and what they import, anew.
jest.setTimeout(30_000);

const manifestFile = join(__dirname, '../../../libs/catalog/package.json');

/** One request of a sequence: a path, from the address of one client. */
interface Call {
  readonly path: string;
  readonly client?: string;
}

/** An app whose sample has served nothing yet: its state is the module's, so each app loads its own. */
async function freshApp(id: CauseId, half: SampleHalf): Promise<Express> {
  let app: Express | undefined;
  await jest.isolateModulesAsync(async () => {
    const { createApp } = jest.requireActual<typeof CreateAppModule>('./create-app.ts');
    app = await createApp({ half, causeIds: [id] });
  });
  return app!;
}

async function send(app: Express, { path, client = '198.51.100.1' }: Call) {
  const response = await request(app).get(path).set('x-forwarded-for', client).set('user-agent', 'spec');
  const body: unknown = Buffer.isBuffer(response.body) ? digestOf(response.body) : response.body;
  return { status: response.status, headers: telling(response.headers), body, text: response.text };
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The headers without those that differ each time: the time, and the id of a session. */
function telling(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'date' && name !== 'set-cookie'));
}

async function sendAll(app: Express, calls: readonly Call[]) {
  const responses = [];
  for (const call of calls) responses.push(await send(app, call));
  return responses;
}

const visits = (...clients: number[]): Call[] =>
  clients.map((client) => ({ path: '/visitors', client: `198.51.100.${client}` }));

const sequences = {
  'anchored-cycle': [{ path: '/turns/hello' }, { path: '/turns/a%20second%20line' }, { path: '/turns/hello' }],
  'unbounded-cache': visits(1, 2, 1, 3, 2, 1),
  'unclosed-file': [{ path: '/pages/0' }, { path: '/pages/1' }, { path: '/pages/9999' }],
  'request-in-field': [{ path: '/greetings/Ada' }, { path: '/greetings/Grace?formal=1' }, { path: '/greetings' }],
  'growing-request-list': [
    ...Array.from({ length: 12 }, (_, index) => ({ path: `/mail/${index}` })),
    { path: '/mail/recent' },
  ],
  'leaky-dependency': [{ path: '/letters/Ada' }, { path: '/letters/Grace' }, { path: '/letters/Ada' }],
  'listener-per-request': [{ path: '/prices/cup' }, { path: '/prices/cup' }],
  'timer-per-request': [{ path: '/reports/7' }, { path: '/reports/8' }],
  'abort-listener': [{ path: '/forecasts/Oslo' }, { path: '/forecasts/Bergen' }],
  'client-per-request': [{ path: '/tea/green' }, { path: '/tea/black' }],
  'hook-per-request': [{ path: '/parcels/7' }, { path: '/parcels/8' }],
  'kept-socket-listener': [{ path: '/uploads/7' }, { path: '/uploads/8' }],
  'memory-session-store': [{ path: '/basket' }, { path: '/basket' }],
  'mismatched-removal': [{ path: '/offers/cup' }, { path: '/offers/pot' }],
  'pipe-without-destroy': [{ path: '/recordings/latest' }],
  'registry-per-request': [{ path: '/routes/Oslo/Bergen' }, { path: '/routes/Bergen/Oslo' }],
  'unread-body': [{ path: '/kettle' }, { path: '/kettle' }],
  'unreleased-resource': [{ path: '/orders/1' }, { path: '/orders/2' }],
  'expired-entry-kept': ['/searches', '/searches'].map((path) => ({ path })),
  'ineffective-release': [{ path: '/exports/a' }, { path: '/exports/b' }, { path: '/exports/a' }],
  'unbounded-memo': [{ path: '/slugs/A%20Cup' }, { path: '/slugs/tea' }, { path: '/slugs/A%20Cup' }],
  'gone-client-kept': [{ path: '/news' }, { path: '/news' }],
  'pending-promise-in-map': [{ path: '/stock/cup' }, { path: '/stock/tea' }],
  'metric-label-per-request': [{ path: '/tickets/7' }, { path: '/tickets/8' }],
  'subscription-per-request': [{ path: '/temperature' }, { path: '/temperature' }],
  'race-with-lasting-promise': [{ path: '/weather/here' }, { path: '/weather/there' }],
  'schema-compiled-per-request': [{ path: '/invoices/7' }, { path: '/invoices/7' }],
  'growing-text': [{ path: '/journal/1' }, { path: '/journal/2' }],
} as const satisfies Record<CauseId, readonly Call[]>;

test.each(causes)('both halves of $id answer a sequence of requests alike', async ({ id }) => {
  const leaky = await sendAll(await freshApp(id, 'leaky'), sequences[id]);
  const fixed = await sendAll(await freshApp(id, 'fixed'), sequences[id]);
  expect(fixed).toEqual(leaky);
  expect(leaky[0]?.status).toBe(200);
});

describe.each(['leaky', 'fixed'] as const)('the %s half', (half) => {
  test('of anchored-cycle shows the line that a turn answers', async () => {
    const { body } = await send(await freshApp('anchored-cycle', half), { path: '/turns/My%20cup%20leaks' });
    expect(body).toEqual({ thread: ['How can we help?', 'My cup leaks'] });
  });

  test('of unbounded-cache counts the visits of each address', async () => {
    const responses = await sendAll(await freshApp('unbounded-cache', half), visits(1, 2, 1, 1));
    expect(responses.map(({ body }): unknown => body)).toEqual([
      { address: '198.51.100.1', visits: 1 },
      { address: '198.51.100.2', visits: 1 },
      { address: '198.51.100.1', visits: 2 },
      { address: '198.51.100.1', visits: 3 },
    ]);
  });

  test('of unclosed-file reads the manifest page by page', async () => {
    const responses = await sendAll(await freshApp('unclosed-file', half), [
      { path: '/pages/0' },
      { path: '/pages/1' },
    ]);
    const manifest = readFileSync(manifestFile, 'utf8');
    expect(responses.map(({ text }) => text).join('')).toBe(manifest.slice(0, 128));
  });

  test('of request-in-field names the request in a header', async () => {
    const { headers, body } = await send(await freshApp('request-in-field', half), { path: '/greetings/Ada?formal=1' });
    expect(headers).toMatchObject({ 'x-request-line': 'GET /greetings/Ada?formal=1' });
    expect(body).toEqual({ greeting: 'Hello, Ada' });
  });

  test('of growing-request-list shows the last ten requests, oldest first', async () => {
    const responses = await sendAll(await freshApp('growing-request-list', half), sequences['growing-request-list']);
    const client = { address: '198.51.100.1', agent: 'spec' };
    const lastTen = Array.from({ length: 10 }, (_, index) => ({ method: 'GET', url: `/mail/${index + 2}`, client }));
    expect(responses.at(-1)?.body).toEqual(lastTen);
  });

  test('of leaky-dependency fills the letter in', async () => {
    const { text } = await send(await freshApp('leaky-dependency', half), { path: '/letters/Ada' });
    expect(text).toBe('Dear Ada,\n\nyour order of 12 tea cups is on its way.\n');
  });

  test('of listener-per-request quotes the latest price', async () => {
    const app = await freshApp('listener-per-request', half);
    await request(app).put('/prices/cup/5').expect(204);
    expect((await send(app, { path: '/prices/cup' })).body).toEqual({ item: 'cup', price: 5 });
  });

  test('of timer-per-request sends the report of that number', async () => {
    const { body } = await send(await freshApp('timer-per-request', half), { path: '/reports/8' });
    expect(body).toEqual({ id: '8', lines: ['cups sold: 12', 'pots sold: 3'] });
  });
});

const testOnLinux = process.platform === 'linux' ? test : test.skip;

testOnLinux('only the leaky half of unclosed-file keeps a descriptor per request', async () => {
  const kept = async (half: SampleHalf) => {
    const app = await freshApp('unclosed-file', half);
    const before = manifestDescriptors();
    await sendAll(app, Array<Call>(20).fill({ path: '/pages/0' }));
    return manifestDescriptors() - before;
  };
  expect(await kept('leaky')).toBe(20);
  expect(await kept('fixed')).toBe(0);
});

function manifestDescriptors(): number {
  return readdirSync('/proc/self/fd').filter(isManifest).length;
}

function isManifest(descriptor: string): boolean {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`) === manifestFile;
  } catch {
    return false; // the one that listed the folder is closed by now
  }
}
