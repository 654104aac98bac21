import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;

testRule('growing-request-list', {
  valid: [
    [
      'a parameter that is wrapped in itself',
      `${app}function render(body, res) {
  if (typeof body === 'string') body = { message: body };
  res.json(body);
}
app.get('/', (req, res) => render(req.url, res));`,
    ],
    [
      'a chain of one request',
      `${app}app.get('/', (req, res) => {
  let last = null;
  for (const part of req.url.split('/')) last = { part, before: last };
  res.json(last);
});`,
    ],
    [
      'a chain that is cut',
      `${app}let last = null;
app.use((req, _res, next) => {
  last = { url: req.url, before: last };
  if (last.before) last.before.before = null;
  next();
});`,
    ],
    [
      'a chain that begins anew',
      `${app}let last = null;
app.use((req, _res, next) => {
  last = { url: req.url, before: last };
  next();
});
setInterval(() => { last = null; }, 1000);`,
    ],
    [
      'a state that is made from the one before it',
      `${app}let state = { count: 0 };
app.use((_req, _res, next) => {
  state = { count: state.count + 1 };
  next();
});`,
    ],
    [
      'a script that gives a helper of handlers a function of its own',
      {
        'each.ts': `export const eachOf = (items, run) => Promise.all(items.map((item) => run(item)));\n`,
        'app.ts': `import express from 'express';\nimport { eachOf } from './each';\nexport const app = express();\napp.get('/', async (req, res) => { res.json(await eachOf(req.query.ids, async (id) => id)); });\n`,
        'suspend.ts': `import { eachOf } from './each';\nconst done = [];\nasync function suspend(user) {\n  done.push(user);\n}\nvoid eachOf(['a', 'b'], suspend);\n`,
      },
    ],
    [
      'a list of one request',
      `${app}app.get('/', (req, res) => {\n  const parts = [];\n  parts.push(req.url);\n  res.json(parts);\n});`,
    ],
    [
      'a list that start-up fills',
      `const routes: string[] = [];\nexport function add(route: string) {\n  routes.push(route);\n}\nadd('/a');\nadd('/b');`,
    ],
    [
      'a list of routes, filled by a hook that Fastify runs when one is registered',
      `const routes = [];\nexport function plugin(fastify) {\n  fastify.addHook('onRoute', ({ method, url }) => {\n    routes.push({ method, url });\n  });\n}`,
    ],
    [
      'the oldest goes',
      `${app}const recent = [];\napp.use((req, _res, next) => {\n  recent.push(req.url);\n  if (recent.length > 200) recent.shift();\n  next();\n});`,
    ],
    [
      'the oldest go, in a loop',
      `${app}const recent = [];\napp.use((req, _res, next) => {\n  recent.push(req.url);\n  while (recent.length > 200) recent.shift();\n  next();\n});`,
    ],
    [
      'cut by its length',
      `${app}const recent = [];\napp.use((req, _res, next) => {\n  recent.unshift(req.url);\n  recent.length = Math.min(recent.length, 200);\n  next();\n});`,
    ],
    [
      'cut by slice into itself',
      `${app}let recent = [];\napp.use((req, _res, next) => {\n  recent = [...recent, req.url].slice(-200);\n  next();\n});`,
    ],
    [
      'cut by slice in the next statement',
      `${app}let recent = [];\napp.use((req, _res, next) => {\n  recent.push(req.url);\n  recent = recent.slice(-200);\n  next();\n});`,
    ],
    [
      'only while there is room',
      `${app}const first = [];\napp.use((req, _res, next) => {\n  if (first.length < 10) first.push(req.url);\n  next();\n});`,
    ],
    [
      'a buffer that is swapped',
      `${app}class Buffered {\n  #lines: string[] = [];\n  constructor() {\n    setInterval(() => this.flush(), 1000).unref();\n  }\n  add(line: string) {\n    this.#lines.push(line);\n  }\n  flush() {\n    const lines = this.#lines;\n    this.#lines = [];\n    console.log(lines.length);\n  }\n}\nconst buffered = new Buffered();\napp.use((req, _res, next) => {\n  buffered.add(req.url);\n  next();\n});`,
    ],
    [
      'a buffer that is swapped in one statement',
      `${app}let lines: string[] = [];\nsetInterval(() => {\n  let batch: string[];\n  [batch, lines] = [lines, []];\n  console.log(batch.length);\n}, 1000);\napp.use((req, _res, next) => {\n  lines.push(req.url);\n  next();\n});`,
    ],
    [
      'a queue that is worked off',
      `${app}const jobs = [];\nasync function work() {\n  for (let job = jobs.shift(); job; job = jobs.shift()) await job();\n}\nsetInterval(work, 1000);\napp.post('/', (_req, res) => {\n  jobs.push(async () => {});\n  res.end();\n});`,
    ],
    [
      'a splice that empties it',
      `${app}const events = [];\nsetInterval(() => send(events.splice(0)), 1000);\nfunction send(batch) { console.log(batch); }\napp.post('/', (req, res) => {\n  events.push(req.body);\n  res.end();\n});`,
    ],
    [
      'waiters that are taken out in another file',
      {
        'waiters.js': `const waiters = [];\nexports.waiters = waiters;\nexports.wake = () => { while (waiters.length) waiters.pop()(); };`,
        'app.js': `const app = require('express')();\nconst { waiters, wake } = require('./waiters');\napp.get('/wait', (req, res) => waiters.push(() => res.end()));\napp.post('/wake', (req, res) => {\n  wake();\n  res.end();\n});`,
      },
    ],
    [
      'removed by filter on close',
      `${app}let clients = [];\napp.get('/live', (req, res) => {\n  clients.push(res);\n  req.on('close', () => { clients = clients.filter((client) => client !== res); });\n});`,
    ],
    [
      'removed by its index on close',
      `${app}const clients = [];\napp.get('/live', (req, res) => {\n  clients.push(res);\n  req.on('close', () => clients.splice(clients.indexOf(res), 1));\n});`,
    ],
    [
      'names of a fixed list',
      `${app}const tags = [];\nconst KNOWN = ['a', 'b'];\napp.get('/', (req, res) => {\n  if (!KNOWN.includes(req.query.tag)) return res.sendStatus(400);\n  if (!tags.includes(req.query.tag)) tags.push(req.query.tag);\n  res.end();\n});`,
    ],
    [
      'text of one request',
      `const header = 'a';\n${app}app.get('/', (req, res) => {\n  let text = header;\n  text += req.url;\n  res.send(text);\n});`,
    ],
    [
      'a number that is added to',
      `let total = 0;\n${app}app.use((req, _res, next) => {\n  total += req.url.length;\n  next();\n});`,
    ],
    [
      'headers and locals of the response',
      `${app}app.use((req, res, next) => {\n  res.locals.trail.push(req.url);\n  req.trail.push(req.url);\n  next();\n});`,
    ],
    [
      'a ring',
      `${app}const ring = new Array(100);\nlet at = 0;\napp.use((req, _res, next) => {\n  ring[at] = req.url;\n  at = (at + 1) % ring.length;\n  next();\n});`,
    ],
    [
      'reset by a function that is called',
      `${app}const spans = [];\nexport function drain() {\n  const taken = [...spans];\n  spans.length = 0;\n  return taken;\n}\nsetInterval(drain, 1000);\napp.use((req, _res, next) => {\n  spans.push(req.url);\n  next();\n});`,
    ],
    [
      'a provider that lives for a request',
      `import { Injectable, Scope } from '@nestjs/common';\n@Injectable({ scope: Scope.REQUEST })\nexport class Trail {\n  private readonly steps: string[] = [];\n  leave(step: string) {\n    this.steps.push(step);\n  }\n}`,
    ],
    [
      'a list of a message',
      `import { WebSocketServer } from 'ws';\nnew WebSocketServer({ port: 1 }).on('connection', (socket) => {\n  socket.on('message', (data) => {\n    const parts = [];\n    parts.push(data);\n  });\n});`,
    ],
  ],
  invalid: [
    [
      'a chain in which each entry holds the one before',
      `${app}let last = null;
app.use((req, _res, next) => {
  last = { url: req.url, before: last }; // leak
  next();
});`,
    ],
    [
      'a chain of pairs',
      `${app}class Log {
  entries = null;
  add(line) { this.entries = [line, this.entries]; } // leak
}
const log = new Log();
app.use((req, _res, next) => {
  log.add(req.url);
  next();
});`,
    ],
    [
      'a function that a handler gives a helper',
      {
        'each.ts': `export const eachOf = (items, run) => Promise.all(items.map((item) => run(item)));\n`,
        'app.ts': `import express from 'express';\nimport { eachOf } from './each';\nexport const app = express();\nconst done = [];\nasync function note(id) {\n  done.push(id); // leak\n}\napp.get('/', async (req, res) => { res.json(await eachOf(req.query.ids, note)); });\n`,
      },
    ],
    [
      'a function that a helper makes a handler of',
      `import express from 'express';\nconst app = express();\nconst done = [];\nconst guarded = (run) => async (req, res, next) => {\n  try {\n    res.json(await run(req.query.id));\n  } catch (error) {\n    next(error);\n  }\n};\nasync function note(id) {\n  done.push(id); // leak\n}\napp.get('/', guarded(note));\n`,
    ],
    [
      'a module list',
      `${app}const seen = [];\napp.use((req, _res, next) => {\n  seen.push(req.url); // leak\n  next();\n});`,
    ],
    [
      'CommonJS, unshift',
      {
        'app.js': `const seen = [];\nmodule.exports = (req, res, next) => {\n  seen.unshift({ url: req.url }); // leak\n  next();\n};`,
      },
    ],
    [
      'a private field',
      `${app}class Replay {\n  #seen: object[] = [];\n  use = (req: express.Request, res: express.Response, next: express.NextFunction) => {\n    this.#seen.push({ req, res }); // leak\n    next();\n  };\n}\napp.use(new Replay().use);`,
    ],
    [
      'a field of the constructor',
      {
        'app.js': `class Log {\n  constructor() {\n    this.lines = [];\n  }\n  add(line) {\n    this.lines.push(line); // leak\n  }\n}\nconst log = new Log();\nrequire('http').createServer((req, res) => {\n  log.add(req.url);\n  res.end();\n});`,
      },
    ],
    [
      'a list that is made anew, and longer',
      `${app}let seen: string[] = [];\napp.use((req, _res, next) => {\n  seen = [...seen, req.url]; // leak\n  next();\n});`,
    ],
    [
      'concat',
      `${app}let seen: string[] = [];\napp.use((req, _res, next) => {\n  seen = seen.concat(req.url); // leak\n  next();\n});`,
    ],
    [
      'its own length as index',
      `${app}const seen: string[] = [];\napp.use((req, _res, next) => {\n  seen[seen.length] = req.url; // leak\n  next();\n});`,
    ],
    [
      'app.locals',
      {
        'app.js': `const app = require('express')();\napp.locals.log = [];\napp.use((req, res, next) => {\n  app.locals.log.push(req.url); // leak\n  next();\n});`,
      },
    ],
    [
      'a copy that is shifted',
      `${app}const seen: string[] = [];\napp.use((req, _res, next) => {\n  seen.push(req.url); // leak\n  const copy = seen.slice();\n  copy.shift();\n  next();\n});`,
    ],
    [
      'a local of the same value that is emptied',
      `${app}const seen: string[] = [];\napp.use((req, _res, next) => {\n  seen.push(req.url); // leak\n  let batch = seen;\n  batch = [];\n  next();\n});`,
    ],
    [
      'a closure of a factory',
      {
        'log.js': `module.exports = function () {\n  const lines = [];\n  return function (req, res, next) {\n    lines.push(req.url); // leak\n    next();\n  };\n};`,
      },
    ],
    [
      'Koa',
      `import Koa from 'koa';\nconst seen: string[] = [];\nnew Koa().use(async (ctx, next) => {\n  seen.push(ctx.url); // leak\n  await next();\n});`,
    ],
    [
      'a Fastify hook',
      `import fastify from 'fastify';\nconst app = fastify();\nconst seen: string[] = [];\napp.addHook('onRequest', async (request) => {\n  seen.push(request.url); // leak\n});`,
    ],
    [
      'a handler in another file',
      {
        'handlers.ts': `import type { Request, Response } from 'express';\nconst seen: string[] = [];\nexport function show(req: Request, res: Response) {\n  seen.push(req.url); // leak\n  res.end();\n}`,
        'app.ts': `${app}import { show } from './handlers';\napp.get('/', show);`,
      },
    ],
    [
      'messages of a queue',
      `import { Worker } from 'bullmq';\nconst done: unknown[] = [];\nnew Worker('mail', async (job) => {\n  done.push(job.data); // leak\n});`,
    ],
    [
      'handlers of a bus that an event adds',
      `import { EventEmitter } from 'node:events';\nconst bus = new EventEmitter();\nconst history: unknown[] = [];\nbus.on('paid', (order) => {\n  history.push(order); // leak\n});`,
    ],
  ],
});

test('a list that the handler of a request fills is certain, one that an event fills is likely', () => {
  const [event] = findingsOf(
    'growing-request-list',
    `import { bus } from './bus';\nconst all: unknown[] = [];\nbus.on('paid', (order: unknown) => all.push(order));`,
  );
  const [request] = findingsOf(
    'growing-request-list',
    `${app}const all: unknown[] = [];\napp.use((req) => all.push(req.url));`,
  );
  expect([request?.confidence, event?.confidence]).toEqual(['high', 'medium']);
});

describe('rewrites', () => {
  test('drop the oldest entry behind the push', () => {
    const source = `const http = require("http")\nconst seen = []\nhttp.createServer((req, res) => {\n    seen.push(req.url)\n    res.end()\n})\n`;
    expect(fixedBy('growing-request-list', source, 'app.js')).toBe(
      `const http = require("http")\nconst seen = []\nhttp.createServer((req, res) => {\n    seen.push(req.url)\n    if (seen.length > 1000) seen.shift()\n    res.end()\n})\n`,
    );
  });

  test.each([
    [
      'several values at once',
      `const seen = [];\nrequire('http').createServer((req, res) => {\n  seen.push(...req.rawHeaders);\n  res.end();\n});\n`,
    ],
    [
      'a push whose result is used',
      `const seen = [];\nrequire('http').createServer((req, res) => {\n  res.end(String(seen.push(req.url)));\n});\n`,
    ],
    [
      'a branch without a block',
      `const seen = [];\nrequire('http').createServer((req, res) => {\n  if (req.url) seen.push(req.url);\n  res.end();\n});\n`,
    ],
    [
      'jobs that run on when nobody holds them',
      `const { scheduleJob } = require('node-schedule');\nconst jobs = [];\nrequire('http').createServer((req, res) => {\n  const job = scheduleJob(req.headers.when, () => {});\n  jobs.push(job);\n  res.end();\n});\n`,
    ],
  ])('leave %s to a person', (_reason, source) => {
    expect(fixedBy('growing-request-list', source, 'app.js')).toBe(source);
    expect(findingsOf('growing-request-list', { 'app.js': source }).map(({ fix }) => fix)).toEqual(['manual']);
  });
});

test('is sure of what a handler, or what it calls, appends each time, whatever that is', () => {
  const source = `import express from 'express';
const app = express();
const times: number[] = [];
const used: object[] = [];
const note = () => used.push(process.memoryUsage());
app.get('/', (_req, res) => {
  times.push(Date.now());
  note();
  res.end();
});`;
  expect(findingsOf('growing-request-list', source).map(({ confidence }) => confidence)).toEqual(['high', 'high']);
});
