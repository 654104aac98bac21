import { causes } from '@watertight/catalog';
import request from 'supertest';
import { createApp } from './create-app.ts';

const everyId = causes.map((cause) => cause.id);

test('the listing names every mounted cause with the path to call', async () => {
  const app = await createApp({ half: 'leaky', causeIds: everyId });
  const { body } = await request(app).get('/').set('accept', 'application/json').expect(200);
  expect(body.causes).toEqual(everyId.map((id): unknown => expect.objectContaining({ id })));
  expect(body.causes).toContainEqual({
    id: 'unbounded-cache',
    title: 'Request data kept in a module-level Map',
    method: 'GET',
    path: '/visitors',
    headers: { 'x-forwarded-for': '198.51.100.{n}' },
    variant: 'leaky',
  });
});

test('every listed path answers', async () => {
  const app = await createApp({ half: 'fixed', causeIds: everyId });
  const { body } = await request(app).get('/');
  for (const { path } of body.causes as { path: string }[])
    await request(app).get(path.replace('{n}', '1')).expect(200);
});

test('a browser gets the listing as a page with links', async () => {
  const app = await createApp({ half: 'fixed', causeIds: ['leaky-dependency'] });
  const { text } = await request(app)
    .get('/')
    .set('accept', 'text/html,*/*;q=0.8')
    .expect('content-type', /text\/html/);
  expect(text).toContain('<a href="/letters/reader-1">');
  expect(text).toContain('<td>fixed</td>');
});

test('a client that takes neither JSON nor HTML gets JSON', async () => {
  const app = await createApp({ half: 'leaky', causeIds: [] });
  await request(app).get('/').set('accept', 'text/csv').expect('content-type', /json/).expect(200, { causes: [] });
});

test('health is answered without any cause', async () => {
  await request(await createApp({ half: 'leaky', causeIds: [] }))
    .get('/healthz')
    .expect(200, { status: 'ok' });
});

test('a cause that is not mounted has no route', async () => {
  const app = await createApp({ half: 'leaky', causeIds: ['unclosed-file'] });
  await request(app).get('/visitors').expect(404, { error: 'no route for GET /visitors; GET / lists the routes' });
  await request(app).get('/pages/0').expect(200);
});

test("a client's mistake is answered in words", async () => {
  const app = await createApp({ half: 'leaky', causeIds: ['request-in-field'] });
  const { status, body } = await request(app).get('/greetings/%E0%A4%A');
  expect(status).toBe(400);
  expect(body.error).toMatch(/decode/);
});

test("the server's own failure is told by status alone, and written to the log", async () => {
  const log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const app = await createApp({ half: 'fixed', causeIds: ['unclosed-file'] });
  await request(app).get('/pages/none').expect(500, { error: 'Internal Server Error' });
  expect(log).toHaveBeenCalledWith(expect.objectContaining({ code: 'ERR_OUT_OF_RANGE' }));
  log.mockRestore();
});
