import { chooseRoutes, discoverRoutes } from './discover-routes.ts';
import { program } from './testing/program.ts';

const pathsOf = (...paths: string[]) =>
  chooseRoutes(paths.map((path) => ({ method: 'GET', path }))).routes.map(({ path }) => path);

test('parameters become counters, optional ones go', () => {
  expect(pathsOf('/', '/users/:id', '/users/:id(\\d+)/posts/:post', '/a{/:b}', '/c/:d?')).toEqual([
    '/',
    '/users/{n}',
    '/users/{n}/posts/{n}',
    '/a',
    '/c',
  ]);
});

test('what may change something, and patterns, are left out and said', () => {
  const { routes, leftOut } = chooseRoutes([
    { method: 'POST', path: '/login' },
    { method: 'GET', path: '/files/*' },
    { method: 'GET', path: null },
    { method: 'GET', path: '/ok' },
    { method: 'HEAD', path: '/ok' },
  ]);
  expect(routes).toEqual([{ method: 'GET', path: '/ok', headers: {} }]);
  expect(leftOut).toEqual([
    'POST /login (may change something)',
    'GET /files/* (a pattern)',
    'GET of a router whose path is not known',
  ]);
});

test('an Express app tells its routes, also those of a router that is mounted at the root', async () => {
  const made = program(
    `const express = require(${JSON.stringify(require.resolve('express'))});
     const app = express();
     const users = express.Router();
     users.get('/users/:id', (req, res) => res.end());
     app.use((req, res, next) => next());
     app.get('/', (req, res) => res.end());
     app.post('/login', (req, res) => res.end());
     app.use(users);
     app.listen(0, '127.0.0.1');`,
  );
  try {
    const found = await discoverRoutes({ command: made.command, cwd: made.folder, startTimeoutMs: 8_000 });
    expect(found.routes.map(({ path }) => path)).toEqual(['/', '/users/{n}']);
    expect(found.leftOut).toEqual(['POST /login (may change something)']);
  } finally {
    made.remove();
  }
}, 20_000);

test('a route that answers with errors is left out, with its status', async () => {
  const made = shop();
  try {
    const found = await discoverRoutes({ command: made.command, cwd: made.folder, startTimeoutMs: 8_000 });
    expect(found.routes.map(({ path }) => path)).toEqual(['/seeded/1', '/any/{n}', '/moved']);
    expect(found.failing.map(({ route, status }) => [route.path, status])).toEqual([
      ['/orders/{n}', 404],
      ['/admin', 401],
      ['/broken', 500],
    ]);
  } finally {
    made.remove();
  }
}, 20_000);

test('headers are sent with every request, and stay with the route', async () => {
  const made = shop();
  const headers = { authorization: 'Bearer x' };
  try {
    const found = await discoverRoutes({ command: made.command, cwd: made.folder, startTimeoutMs: 8_000, headers });
    expect(found.routes).toContainEqual({ method: 'GET', path: '/admin', headers });
  } finally {
    made.remove();
  }
}, 20_000);

function shop() {
  return program(
    `const express = require(${JSON.stringify(require.resolve('express'))});
     const app = express();
     const answer = (ok, status) => (req, res) => res.status(ok(req) ? 200 : status).end();
     app.get('/seeded/:id', answer((req) => req.params.id === '1', 404));
     app.get('/any/:id', answer(() => true));
     app.get('/moved', (req, res) => res.redirect('/any/1'));
     app.get('/orders/:id', answer((req) => /^[a-z]+$/.test(req.params.id), 404));
     app.get('/admin', answer((req) => req.get('authorization') === 'Bearer x', 401));
     app.get('/broken', (req, res) => res.status(500).end());
     app.listen(0, '127.0.0.1');`,
  );
}

test('a plain server tells none', async () => {
  const made = program(`require('node:http').createServer((q, s) => s.end()).listen(0, '127.0.0.1');`);
  try {
    const found = await discoverRoutes({ command: made.command, cwd: made.folder, startTimeoutMs: 8_000 });
    expect(found).toEqual({ routes: [], leftOut: [], failing: [] });
  } finally {
    made.remove();
  }
}, 20_000);
