import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

// One detector finds them all; what keeps the listener, or why it stays, tells the causes apart.
const listenerCauses = [
  'listener-per-request',
  'mismatched-removal',
  'kept-socket-listener',
  'abort-listener',
] as const;
const feed = `import { EventEmitter } from 'node:events';\nexport const feed = new EventEmitter();\n`;
const app = `import express from 'express';\nexport const app = express();\n`;
const shared = `const { EventEmitter } = require('events');\nmodule.exports = new EventEmitter();\n`;
const handler = (body: string) => `${feed}${app}app.get('/live', (req, res) => {\n${body}\n});`;

testRule(listenerCauses, {
  valid: [
    [
      'a listener for each job, removed when the job is done',
      `import { Worker } from 'bullmq';
${feed}new Worker('encode', async (job) => {
  const cancel = () => job.discard();
  feed.on('cancel', cancel);
  try {
    await job.updateProgress(1);
  } finally {
    feed.off('cancel', cancel);
  }
});`,
    ],
    [
      'an object of each request that listens to what it has made',
      `import { EventEmitter } from 'node:events';
${app}class View {
  constructor(private readonly own: EventEmitter) { this.own.on('tick', () => this.show()); }
  show() {}
}
app.get('/', (_req, res) => { new View(new EventEmitter()); res.end(); });`,
    ],
    [
      'a part of what each caller has just made, by a helper',
      `import { open } from './windows';\n${app}let main;\nfunction watch(contents) {\n  contents.on('navigate', (url) => console.log(url));\n}\napp.post('/main', (_req, res) => {\n  main = open();\n  watch(main.contents);\n  res.end();\n});`,
    ],
    [
      'a start-up that is given a context and a callback',
      `export const start = (context, cb) => {\n  process.on('exit', () => context.stop());\n  cb();\n};`,
    ],
    [
      'an emitter that is looked up to be ended',
      `${app}const sockets = {};\napp.post('/leave/:id', (req, res) => {\n  const client = sockets[req.params.id];\n  client.on('disconnect', () => res.end());\n  client.disconnect();\n});`,
    ],
    ['added at start', `${feed}feed.on('tick', () => console.log('tick'));`],
    [
      'an emitter that ends with the request',
      handler(`  req.on('data', () => res.end());\n  res.on('finish', () => {});`),
    ],
    [
      'an emitter made for the request',
      `${app}import { spawn } from 'node:child_process';\napp.get('/', (_req, res) => {\n  const child = spawn('ls');\n  child.stdout.on('data', (text) => res.write(text));\n  child.on('close', () => res.end());\n});`,
    ],
    [
      'the same function removed when the request closes',
      handler(
        `  const send = (tick: string) => res.write(tick);\n  feed.on('tick', send);\n  req.on('close', () => feed.off('tick', send));`,
      ),
    ],
    [
      'removed by a named clean-up',
      handler(
        `  const send = (tick: string) => res.write(tick);\n  function leave() {\n    feed.removeListener('tick', send);\n  }\n  feed.addListener('tick', send);\n  res.once('close', leave);`,
      ),
    ],
    [
      'removed in finally',
      `${feed}${app}app.get('/', async (_req, res) => {\n  const mark = () => res.set('x-stale', '1');\n  feed.on('stale', mark);\n  try {\n    await Promise.resolve();\n    res.end();\n  } finally {\n    feed.off('stale', mark);\n  }\n});`,
    ],
    [
      'removed further down on the only path',
      handler(
        `  const mark = () => res.set('x-stale', '1');\n  feed.on('stale', mark);\n  res.json(1);\n  feed.off('stale', mark);`,
      ),
    ],
    ['heard once, where the event is bound to come', handler(`  feed.once('ready', () => res.end());`)],
    [
      'a listener that removes itself when it has its answer',
      handler(
        `  const answer = (id: string) => {\n    if (id !== req.params.id) return;\n    feed.off('done', answer);\n    res.end();\n  };\n  feed.on('done', answer);`,
      ),
    ],
    [
      'removed by its own deadline',
      handler(
        `  const answer = () => {\n    clearTimeout(late);\n    feed.off('done', answer);\n    res.end();\n  };\n  feed.on('done', answer);\n  const late = setTimeout(() => {\n    feed.off('done', answer);\n    res.end();\n  }, 1000);`,
      ),
    ],
    [
      'added once, behind a flag',
      `${feed}${app}let isHooked = false;\napp.get('/', (_req, res) => {\n  if (!isHooked) {\n    isHooked = true;\n    feed.on('tick', () => console.log('tick'));\n  }\n  res.end();\n});`,
    ],
    [
      'added once, where the caller holds the flag',
      `${feed}${app}let isHooked = false;\nfunction hook() {\n  feed.on('tick', () => console.log('tick'));\n}\napp.get('/', (_req, res) => {\n  if (isHooked) return res.end();\n  isHooked = true;\n  hook();\n  res.end();\n});`,
    ],
    [
      'added only where nobody listens yet',
      handler(`  if (feed.listenerCount('tick') === 0) feed.on('tick', () => console.log('tick'));\n  res.end();`),
    ],
    [
      'a client that is made on first use',
      `${app}import { createClient } from 'redis';\nlet client: any;\nasync function connected() {\n  if (client) return client;\n  client = createClient();\n  client.on('error', (error: unknown) => console.error(error));\n  return client;\n}\napp.get('/', async (req, res) => res.send(await (await connected()).get(req.url)));`,
    ],
    [
      'the listener of the last request goes first',
      handler(`  feed.removeAllListeners('tick');\n  feed.on('tick', () => res.write('.'));`),
    ],
    [
      'a function that is always the same, taken off before it is put on',
      `${feed}${app}const log = () => console.log('tick');\napp.get('/', (_req, res) => {\n  feed.off('tick', log);\n  feed.on('tick', log);\n  res.end();\n});`,
    ],
    [
      'an EventTarget takes the same function only once',
      `${app}const stop = new AbortController();\nconst log = () => console.log('stop');\napp.get('/', (_req, res) => {\n  stop.signal.addEventListener('abort', log);\n  res.end();\n});`,
    ],
    [
      'an EventTarget with the signal of the request',
      `${app}const hub = new EventTarget();\napp.get('/', (req, res) => {\n  const gone = new AbortController();\n  req.on('close', () => gone.abort());\n  hub.addEventListener('tick', () => res.write('.'), { signal: gone.signal });\n});`,
    ],
    [
      'the signal of the request itself',
      `${app}app.get('/', (_req, res) => {\n  const gone = new AbortController();\n  gone.signal.addEventListener('abort', () => res.end());\n});`,
    ],
    [
      'an unsubscriber that the caller runs on close',
      `${feed}function subscribe(listener: (tick: string) => void) {\n  feed.on('tick', listener);\n  return () => feed.off('tick', listener);\n}\n${app}app.get('/', (req, res) => {\n  const leave = subscribe((tick) => res.write(tick));\n  req.on('close', leave);\n});`,
    ],
    [
      'a stream whose cancel removes it',
      `${feed}export const events = (_req: Request, _res: unknown) => {\n  let send: (tick: string) => void;\n  return new ReadableStream({\n    start(controller) {\n      send = (tick) => controller.enqueue(tick);\n      feed.on('tick', send);\n    },\n    cancel() {\n      feed.off('tick', send);\n    },\n  });\n};`,
    ],
    [
      'a gateway that keeps each listener until its client leaves',
      `${feed}const listeners = new Map<string, () => void>();\nexport class Gate {\n  handleConnection(client: any) {\n    const send = () => client.emit('tick');\n    listeners.set(client.id, send);\n    feed.on('tick', send);\n  }\n  handleDisconnect(client: any) {\n    const send = listeners.get(client.id);\n    if (send) feed.off('tick', send);\n    listeners.delete(client.id);\n  }\n}`,
    ],
    [
      'a connection that cleans up after itself',
      `${feed}import { WebSocketServer } from 'ws';\nnew WebSocketServer({ port: 1 }).on('connection', (socket) => {\n  const send = (tick: string) => socket.send(tick);\n  feed.on('tick', send);\n  const leave = () => feed.off('tick', send);\n  socket.on('close', leave);\n  socket.on('error', leave);\n});`,
    ],
    [
      'a client that a collection holds until it leaves',
      `import { EventEmitter } from 'node:events';\nclass Client extends EventEmitter {\n  readonly transport = new EventEmitter();\n  discard() {\n    this.transport.on('error', () => console.log('discarded'));\n  }\n}\nconst clients: Record<string, Client> = {};\n${app}app.get('/:id', (req, res) => {\n  const client = clients[req.params.id];\n  client.discard();\n  res.end();\n});\napp.post('/:id', (req, res) => {\n  clients[req.params.id] = new Client();\n  res.on('close', () => delete clients[req.params.id]);\n});`,
    ],
    [
      'a connection whose field keeps the emitter that it was given',
      `${feed}class Connection {\n  constructor(private readonly socket: any, readonly hub: EventEmitter) {\n    hub.on('news', this.send);\n    socket.on('close', () => this.close());\n  }\n  send = (news: string) => this.socket.write(news);\n  close() {\n    this.hub.off('news', this.send);\n  }\n}\nrequire('net').createServer((socket: unknown) => void new Connection(socket, feed));`,
    ],
    [
      'the socket of an upgrade, which no other request uses',
      `import { createServer } from 'node:http';\ncreateServer().on('upgrade', (req) => {\n  req.socket.on('error', () => console.log(req.url));\n});`,
    ],
    [
      'a condition of a query builder',
      `${app}import { knex } from './knex';\napp.get('/', async (_req, res) => res.json(await knex('a').join('b', (join: any) => join.on('a.id', 'b.id'))));`,
    ],
  ],
  invalid: [
    [
      'a listener for each job',
      `import { Worker } from 'bullmq';
${feed}async function encode(job) {
  feed.on('cancel', () => job.discard()); // leak
  await job.updateProgress(1);
}
new Worker('encode', encode);`,
    ],
    [
      'an object of each request that listens to what its constructor was given',
      `${feed}${app}class View {
  private readonly source;
  constructor(source) {
    this.source = source;
    this.source.on('tick', () => this.show()); // leak
  }
  show() {}
}
app.get('/', (_req, res) => { new View(feed); res.end(); });`,
    ],
    [
      'a part of what start-up made, by a helper',
      `import { open } from './windows';\n${app}let main;\nmain = open();\nfunction watch(contents, req) {\n  contents.on('navigate', () => console.log(req.url)); // leak\n}\napp.post('/main', (req, res) => {\n  watch(main.contents, req);\n  res.end();\n});`,
    ],
    [
      'an emitter that only some requests end',
      `${app}const sockets = {};\napp.post('/leave/:id', (req, res) => {\n  const client = sockets[req.params.id];\n  client.on('disconnect', () => res.end()); // leak\n  if (req.query.now) client.disconnect();\n});`,
    ],
    ['an inline listener', handler(`  feed.on('tick', (tick) => res.write(tick)); // leak`)],
    [
      'another closure is removed',
      handler(
        `  feed.on('tick', () => res.write('.')); // leak\n  req.on('close', () => feed.off('tick', () => res.write('.')));`,
      ),
    ],
    [
      'bound anew for the removal',
      {
        'hub.ts': `import { EventEmitter } from 'node:events';\nimport type { Response } from 'express';\nexport class Hub {\n  readonly #events = new EventEmitter();\n  attach(res: Response) {\n    this.#events.on('tick', this.send.bind(this, res)); // leak\n    res.on('close', () => this.#events.off('tick', this.send.bind(this, res)));\n  }\n  send(res: Response, tick: unknown) {\n    res.write(String(tick));\n  }\n}\n`,
        'app.ts': `import { Hub } from './hub';\n${app}const hub = new Hub();\napp.get('/', (_req, res) => hub.attach(res));`,
      },
    ],
    [
      'removed on one path only',
      `${feed}${app}app.get('/:id', async (req, res) => {\n  const mark = () => res.set('x-stale', '1');\n  feed.on('stale', mark); // leak\n  const found = await Promise.resolve(req.params.id);\n  if (!found) return res.sendStatus(404);\n  feed.off('stale', mark);\n  res.end(found);\n});`,
    ],
    [
      'removed only when an error comes',
      handler(
        `  const send = () => res.write('.');\n  feed.on('tick', send); // leak\n  req.on('error', () => feed.off('tick', send));`,
      ),
    ],
    [
      'removed when the program ends',
      handler(
        `  const send = () => res.write('.');\n  feed.on('tick', send); // leak\n  process.once('exit', () => feed.off('tick', send)); // leak`,
      ),
    ],
    [
      'a deadline that leaves the listener',
      handler(
        `  const answer = (id: string) => {\n    if (id !== req.params.id) return;\n    feed.off('done', answer);\n    res.end();\n  };\n  feed.on('done', answer); // leak\n  setTimeout(() => res.end(), 1000);`,
      ),
    ],
    [
      'an unsubscriber that nobody takes',
      `${feed}function subscribe(listener: (tick: string) => void) {\n  feed.on('tick', listener); // leak\n  return () => feed.off('tick', listener);\n}\n${app}app.get('/', (_req, res) => {\n  subscribe((tick) => res.write(tick));\n});`,
    ],
    [
      'on the process',
      `${app}app.get('/', (_req, res) => {\n  process.on('SIGTERM', () => res.end()); // leak\n  process.once('exit', () => res.end()); // leak\n});`,
    ],
    [
      'on the socket that keep-alive carries on',
      `${app}app.get('/', (req, res) => {\n  req.socket.on('close', () => console.log(req.url)); // leak\n  const { socket } = res;\n  socket?.on('error', () => res.end()); // leak\n});`,
    ],
    [
      'on a signal that only the end of the program raises',
      `${app}const stop = new AbortController();\napp.get('/', (_req, res) => {\n  stop.signal.addEventListener('abort', () => res.end(), { once: true }); // leak\n});`,
    ],
    [
      'on an emitter of another file, in CommonJS',
      {
        'bus.js': shared,
        'routes.js': `const bus = require('./bus');\nmodule.exports = (app) => {\n  app.get('/', (req, res) => {\n    bus.addListener('tick', (tick) => res.write(tick)); // leak\n  });\n};`,
      },
    ],
    [
      'on what hangs on the application',
      `${app}app.get('/', (req, res) => {\n  const { bus } = req.app.locals;\n  bus.on('tick', () => res.write('.')); // leak\n});\napp.get('/io', (req, res) => {\n  const io = req.app.get('io');\n  io.on('connection', () => console.log(req.url)); // leak\n  res.end();\n});`,
    ],
    [
      'on a singleton that a controller is given',
      `import { Controller, Get, Res } from '@nestjs/common';\nimport { EventEmitter2 } from '@nestjs/event-emitter';\n@Controller()\nexport class Orders {\n  constructor(private readonly bus: EventEmitter2) {}\n  @Get('live')\n  live(@Res() res: any) {\n    this.bus.on('order', (order: unknown) => res.write(String(order))); // leak\n  }\n}`,
    ],
    [
      'on a worker that answers all requests',
      `import { Worker } from 'node:worker_threads';\n${app}const worker = new Worker('./hash.js');\napp.get('/:id', (req, res) => {\n  worker.on('message', (hash) => hash.id === req.params.id && res.json(hash)); // leak\n});`,
    ],
    [
      'in Koa, Fastify and plain http',
      {
        'koa.js': `const Koa = require('koa');\nconst bus = require('./bus');\nnew Koa().use(async (ctx, next) => {\n  bus.on('tick', () => ctx.res.write('.')); // leak\n  await next();\n});`,
        'bus.js': shared,
        'fastify.js': `const fastify = require('fastify')();\nconst bus = require('./bus');\nfastify.get('/', async (request, reply) => {\n  bus.on('tick', () => reply.raw.write('.')); // leak\n});`,
        'http.js': `const bus = require('./bus');\nrequire('http').createServer((req, res) => {\n  bus.on('tick', () => res.write('.')); // leak\n});`,
      },
    ],
    [
      'on what the function that mounts the route made',
      {
        'bus.js': shared,
        'routes.js': `module.exports = (app) => {\n  app.locals.bus = require('./bus');\n  app.get('/', (req, res) => {\n    const bus = req.app.locals.bus;\n    bus.on('tick', (tick) => res.write(tick)); // leak\n  });\n};`,
      },
    ],
    [
      'until the server closes, per connection',
      `import { createServer } from 'node:http';\nconst server = createServer();\nconst sockets = new Set<unknown>();\nserver.on('connection', (socket) => {\n  sockets.add(socket);\n  server.once('close', () => sockets.delete(socket)); // leak\n});`,
    ],
    [
      'per connection of a socket server',
      `${feed}import { WebSocketServer } from 'ws';\nconst server = new WebSocketServer({ port: 1 });\nserver.on('connection', (socket) => {\n  feed.on('tick', (tick: string) => socket.send(tick)); // leak\n});`,
    ],
  ],
});

test('the message names the emitter, what adds to it, and what to do', () => {
  const messages = (text: string) => findingsOf(listenerCauses, text).map(({ message }) => message);
  expect(messages(handler(`  feed.on('tick', () => res.write('.'));`))).toEqual([
    'feed gains a listener per request; remove it when the response closes',
  ]);
  expect(
    messages(
      `${feed}require('ws').on('connection', (socket: any) => {\n  feed.on('tick', () => socket.send('.'));\n});`,
    ),
  ).toEqual(['feed gains a listener per connection; remove it when the connection closes']);
  expect(
    messages(
      handler(`  feed.on('tick', () => res.end());\n  req.on('close', () => feed.off('tick', () => res.end()));`),
    ),
  ).toEqual([
    'feed gains a listener per request, and line 7 removes another function; keep the listener in a variable for both',
  ]);
});

describe('the rewrite', () => {
  const fixed = (text: string, file?: string) => fixedBy(listenerCauses, text, file);
  const before = `${feed}${app}`;

  test('is automatic where the listener serves nothing but the response', () => {
    const kinds = (text: string) => findingsOf(listenerCauses, text).map(({ fix }) => fix);
    expect(kinds(handler(`  feed.on('tick', (tick) => res.write(tick));`))).toEqual(['automatic']);
    expect(kinds(handler(`  feed.on('tick', () => console.log('tick'));`))).toEqual(['suggested']);
    expect(kinds(`${feed}export const live = (req: Request) => void feed.on('tick', () => console.log(req));`)).toEqual(
      ['manual'],
    );
  });

  test('says the types that the call no longer gives', () => {
    expect(fixed(handler(`  feed.on('tick', tick => res.write(tick));`))).toBe(
      handler(
        `  const onTick = (tick: any) => res.write(tick);\n  feed.on('tick', onTick);\n  res.once('close', () => feed.off('tick', onTick));`,
      ),
    );
  });

  test('asks first whether the response closed while something was awaited', () => {
    const awaited = (rest: string) =>
      `${before}app.get('/', async (_req, res) => {\n  await Promise.resolve();\n${rest}\n});`;
    expect(fixed(awaited(`  feed.on('tick', () => res.write('.'));`))).toBe(
      awaited(
        `  const onTick = () => res.write('.');\n  feed.on('tick', onTick);\n  if (res.destroyed) feed.off('tick', onTick);\n  else res.once('close', () => feed.off('tick', onTick));`,
      ),
    );
  });

  test('has the removal name the function that was added', () => {
    expect(
      fixed(
        handler(
          `  feed.on('tick', () => res.write('.'));\n  req.on('close', () => feed.off('tick', () => res.write('.')));`,
        ),
      ),
    ).toBe(
      handler(
        `  const onTick = () => res.write('.');\n  feed.on('tick', onTick);\n  req.on('close', () => feed.off('tick', onTick));`,
      ),
    );
  });

  test("waits for what the framework has as Node's response", () => {
    const route = (rest: string) =>
      `const fastify = require('fastify')();\nconst bus = new (require('events'))();\nfastify.get('/', (request, reply) => {\n${rest}\n});`;
    expect(fixed(route(`  bus.on('a:b', x => reply.raw.write(x));`), 'app.cjs')).toBe(
      route(
        `  const onAB = x => reply.raw.write(x);\n  bus.on('a:b', onAB);\n  reply.raw.once('close', () => bus.off('a:b', onAB));`,
      ),
    );
  });

  test('waits for a socket of socket.io to disconnect', () => {
    const server = (rest: string) =>
      `const io = require('socket.io')(3000);\nconst bus = new (require('events'))();\nio.on('connection', (socket) => {\n${rest}\n});`;
    expect(fixed(server(`  const send = () => socket.emit('x');\n  bus.on('x', send);`), 'app.cjs')).toBe(
      server(
        `  const send = () => socket.emit('x');\n  bus.on('x', send);\n  socket.once('disconnect', () => bus.off('x', send));`,
      ),
    );
  });
});
