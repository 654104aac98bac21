import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;

testRule('unbounded-cache', {
  valid: [
    [
      'a service whose entries a job of the framework takes over',
      `import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
@Injectable()
export class Visits {
  private visits = new Map<string, number>();
  track(user: string) { this.visits.set(user, Date.now()); }
  @Cron('* * * * *')
  persist() { this.visits = new Map(); }
}`,
    ],
    [
      'a service that nothing here calls, for as many kinds as there are',
      `import { Injectable } from '@nestjs/common';
type Kind = 'a' | 'b';
@Injectable()
export class Kinds {
  private readonly kinds = new Map<Kind, number>();
  note(kind: Kind) { this.kinds.set(kind, 1); }
}`,
    ],
    [
      'an exported function that nothing here calls, and that deletes what it sets',
      `const tails = new Map<string, Promise<void>>();
export async function exclusive(key: string, run: () => Promise<void>) {
  const tail = run();
  tails.set(key, tail);
  try { await tail; } finally { if (tails.get(key) === tail) tails.delete(key); }
}`,
    ],
    [
      'a function that says it sets something up',
      `const parsers = new Map<string, () => void>();
export function registerParser(type: string, parse: () => void) { parsers.set(type, parse); }`,
    ],
    [
      'a key that a predicate of ours has looked up',
      `${app}const currencies = ['EUR', 'USD'] as const;
const formats = new Map();
const isCurrency = (text: string) => (currencies as readonly string[]).includes(text);
app.get('/:currency', (req, res) => {
  const { currency } = req.params;
  if (!isCurrency(currency)) return res.sendStatus(400);
  formats.set(currency, Date.now());
  res.end();
});`,
    ],
    [
      'a table on the application that a plug-in empties',
      {
        'app.js': `const app = require('fastify')();
app.decorate('hits', {});
app.addHook('onRequest', async function (request) { this.hits[request.ip] = 1; });
setInterval(() => { for (const ip of Object.keys(app.hits)) delete app.hits[ip]; }, 1000);
app.listen({ port: 1 });`,
      },
    ],
    [
      'an entry that is there, by a variable',
      `${app}const tasks = new Map([['a', { seen: 0 }]]);\napp.get('/:id', (req, res) => {\n  const task = tasks.get(req.params.id);\n  if (task && task.seen === 0) tasks.set(req.params.id, { seen: 1 });\n  res.end();\n});`,
    ],
    [
      'a key that a table has to know, or calling its member throws',
      `${app}const adapters = { one: () => ({ id: 1 }), two: () => ({ id: 2 }) };\nconst made = new Map();\napp.get('/:kind', (req, res) => {\n  const { kind } = req.params;\n  if (!made.has(kind)) {\n    const adapter = adapters[kind]();\n    made.set(kind, adapter);\n  }\n  res.json(made.get(kind));\n});`,
    ],
    [
      'only where a profile is asked for',
      `${app}const profiling = !!process.env.QUERY_PROFILE;\nconst times = {};\nfunction note(text) {\n  if (!profiling) return;\n  times[text] = Date.now();\n}\napp.get('/:id', (req, res) => {\n  note(req.params.id);\n  res.end();\n});`,
    ],
    [
      'a component of the browser',
      {
        'lock.js': `const locks = {};\nexport default {\n  data() {\n    return { locked: false };\n  },\n  methods: {\n    lock(req) {\n      locks[req.url] = Date.now();\n    }\n  }\n};`,
      },
    ],
    [
      'a script that is handed out as it is',
      {
        'src/public/app/classes.js': `import { listen } from './ws.js';\nconst known = new Set();\nlisten((req, res) => known.add(req.url));\nexport const handle = (req, res, next) => known.add(req.url);`,
      },
    ],
    [
      'a set that a variable beside it counts',
      `${app}const seen = new Set();\nlet count = 0;\napp.use((req, _res, next) => {\n  if (count >= 1000) return next();\n  seen.add(req.ip);\n  count++;\n  next();\n});`,
    ],
    [
      'the route that a router of its own puts on the request',
      `${app}const sorted = {};\napp.use((req, _res, next) => {\n  sorted[req.currentRoute.id] = [];\n  next();\n});`,
    ],
    [
      'a migration, which runs once',
      {
        'app.ts': `${app}import { migrate } from './migrations/users';\napp.post('/restore', (req, res) => { migrate(req.body.rows); res.end(); });`,
        'migrations/users.ts': `const newIds = {};\nexport function migrate(rows) {\n  for (const row of rows) newIds[row.id] = row;\n}`,
      },
    ],
    ['a map that start-up fills', `const routes = new Map<string, string>();\nroutes.set('/', 'home');`],
    [
      'a map of one request',
      `${app}app.get('/', (req, res) => {\n  const seen = new Map();\n  seen.set(req.ip, 1);\n  res.json(seen.size);\n});`,
    ],
    [
      'a literal key',
      `${app}const counts: Record<string, number> = {};\napp.use((_req, _res, next) => {\n  counts['all'] = (counts['all'] ?? 0) + 1;\n  next();\n});`,
    ],
    [
      'the HTTP method as key',
      `${app}const counts = {};\napp.use((req, res, next) => {\n  counts[req.method] = (counts[req.method] || 0) + 1;\n  next();\n});`,
    ],
    [
      'the route that matched as key',
      `${app}const times = new Map();\napp.use((req, res, next) => {\n  times.set(req.route.path, Date.now());\n  next();\n});`,
    ],
    [
      'a status code as key',
      `${app}const codes = new Map();\napp.use((req, res, next) => {\n  res.on('finish', () => codes.set(res.statusCode, 1));\n  next();\n});`,
    ],
    [
      'booleans as key',
      `${app}const forms = new Map();\napp.get('/', (req, res) => {\n  const key = \`\${req.query.a === '1'}:\${Boolean(req.query.b)}\`;\n  forms.set(key, 1);\n  res.end();\n});`,
    ],
    [
      'an enum as key',
      `enum Plan { Free, Paid }\n${app}const quotas = new Map<Plan, number>();\nfunction quota(plan: Plan) {\n  quotas.set(plan, 1);\n  return quotas.get(plan);\n}\napp.get('/', (req, res) => {\n  res.json(quota(req.query.plan ? Plan.Paid : Plan.Free));\n});`,
    ],
    [
      'a union of literals as key',
      `type Size = 'small' | 'large';\n${app}const icons = new Map<Size, string>();\nfunction icon(size: Size) {\n  icons.set(size, size);\n  return icons.get(size);\n}\napp.get('/', (req, res) => {\n  res.send(icon(req.query.size as Size));\n});`,
    ],
    [
      'a key that is tested against a constant',
      `${app}const plans = { free: 1, team: 2 };\nconst uses = new Map();\napp.get('/:plan', (req, res) => {\n  if (!Object.hasOwn(plans, req.params.plan)) return res.sendStatus(404);\n  uses.set(req.params.plan, Date.now());\n  res.end();\n});`,
    ],
    [
      'a key that a list of names admits',
      `${app}const LANGUAGES = ['de', 'en'];\nconst texts = {};\napp.get('/', (req, res) => {\n  const language = LANGUAGES.includes(req.query.lang) ? req.query.lang : 'en';\n  texts[language] = texts[language] || load(language);\n  res.send(texts[language]);\n});\nfunction load(language) { return language.repeat(2); }`,
    ],
    [
      'a switch over the key',
      `${app}const texts = new Map();\napp.get('/', (req, res) => {\n  switch (req.query.lang) {\n    case 'de':\n      texts.set(req.query.lang, 'hallo');\n      break;\n  }\n  res.end();\n});`,
    ],
    [
      'literal arguments at all calls',
      `${app}const templates = new Map();\nfunction template(name) {\n  if (!templates.has(name)) templates.set(name, name + '.html');\n  return templates.get(name);\n}\napp.get('/', (req, res) => res.send(template('home')));\napp.get('/about', (req, res) => res.send(template('about')));`,
    ],
    [
      'a modulo as key: a ring',
      `${app}const ring = {};\nlet turn = 0;\napp.use((req, res, next) => {\n  ring[turn++ % 100] = req.url;\n  next();\n});`,
    ],
    [
      'a deletion in another function',
      `${app}const locks = new Map();\nfunction free(key) {\n  locks.delete(key);\n}\napp.get('/:id', (req, res) => {\n  locks.set(req.params.id, 1);\n  res.on('close', () => free(req.params.id));\n  res.end();\n});`,
    ],
    [
      'a deletion in finally',
      `${app}const running: Record<string, Promise<string>> = {};\napp.get('/:id', async (req, res) => {\n  const id = req.params.id;\n  running[id] ??= work(id).finally(() => { delete running[id]; });\n  res.send(await running[id]);\n});\nasync function work(id: string) { return id; }`,
    ],
    [
      'a deletion in another file',
      {
        'store.ts': `export const jobs = new Map<string, number>();\nexport function forget(id: string) {\n  jobs.delete(id);\n}`,
        'app.ts': `${app}import { jobs, forget } from './store';\napp.post('/:id', (req, res) => {\n  jobs.set(req.params.id, 1);\n  setTimeout(() => forget(req.params.id), 1000);\n  res.end();\n});`,
      },
    ],
    [
      'a deletion in another file, CommonJS',
      {
        'store.js': `const jobs = {};\nmodule.exports = { jobs, forget(id) { delete jobs[id]; } };`,
        'app.js': `const express = require('express');\nconst app = express();\nconst { jobs, forget } = require('./store');\napp.post('/:id', (req, res) => {\n  jobs[req.params.id] = 1;\n  setTimeout(() => forget(req.params.id), 1000);\n  res.end();\n});`,
      },
    ],
    [
      'a deletion through an alias',
      `${app}const state = { users: {} };\napp.get('/:id', (req, res) => {\n  state.users[req.params.id] = 1;\n  const { users } = state;\n  res.on('close', () => { delete users[req.params.id]; });\n  res.end();\n});`,
    ],
    [
      'a sweep by time',
      `${app}const hits = new Map();\nsetInterval(() => {\n  for (const [ip, hit] of hits) if (hit.until < Date.now()) hits.delete(ip);\n}, 1000).unref();\napp.use((req, res, next) => {\n  hits.set(req.ip, { until: Date.now() + 1000 });\n  next();\n});`,
    ],
    [
      'a sweep by forEach in a class',
      `${app}class Limiter {\n  #hits = new Map<string, number>();\n  constructor() {\n    setInterval(() => this.#sweep(), 1000).unref();\n  }\n  #sweep() {\n    this.#hits.forEach((until, ip) => {\n      if (until < Date.now()) this.#hits.delete(ip);\n    });\n  }\n  handle(req: express.Request, _res: express.Response, next: express.NextFunction) {\n    this.#hits.set(req.ip ?? '', Date.now() + 1000);\n    next();\n  }\n}\nconst limiter = new Limiter();\napp.use((req, res, next) => limiter.handle(req, res, next));`,
    ],
    [
      'a sweep over Object.keys',
      `${app}const hits = {};\nfunction sweep() {\n  for (const ip of Object.keys(hits)) if (hits[ip].until < Date.now()) delete hits[ip];\n}\nsetInterval(sweep, 1000);\napp.use((req, res, next) => {\n  hits[req.ip] = { until: Date.now() + 1000 };\n  next();\n});`,
    ],
    [
      'a clear by the clock',
      `${app}const seen = new Set();\nsetInterval(() => seen.clear(), 60_000);\napp.use((req, res, next) => {\n  seen.add(req.ip);\n  next();\n});`,
    ],
    [
      'a swap by the clock',
      `${app}let counts = {};\nsetInterval(() => {\n  const batch = counts;\n  counts = {};\n  report(batch);\n}, 60_000);\nfunction report(batch) { console.log(batch); }\napp.use((req, res, next) => {\n  counts[req.url] = (counts[req.url] || 0) + 1;\n  next();\n});`,
    ],
    [
      'a swap of the object around it',
      `${app}let local = { counts: {} };\nsetInterval(() => {\n  local = structuredClone({ counts: {} });\n}, 60_000);\napp.use((req, res, next) => {\n  local.counts[req.url] = (local.counts[req.url] || 0) + 1;\n  next();\n});`,
    ],
    [
      'an eviction of the oldest',
      `${app}const cache = new Map();\nfunction remember(key, value) {\n  if (cache.size >= 500) cache.delete(cache.keys().next().value);\n  cache.set(key, value);\n}\napp.get('/:id', (req, res) => {\n  remember(req.params.id, Date.now());\n  res.end();\n});`,
    ],
    [
      'an insertion only while there is room',
      `${app}const cache = new Map();\napp.get('/:id', (req, res) => {\n  if (cache.size < 500) cache.set(req.params.id, Date.now());\n  res.end();\n});`,
    ],
    [
      'a full map is left alone',
      `${app}const cache = new Map();\napp.get('/:id', (req, res) => {\n  if (cache.size >= 500) return res.sendStatus(503);\n  cache.set(req.params.id, Date.now());\n  res.end();\n});`,
    ],
    [
      'an LRU cache',
      `${app}import { LRUCache } from 'lru-cache';\nconst cache = new LRUCache<string, number>({ max: 100 });\napp.get('/:id', (req, res) => {\n  cache.set(req.params.id, 1);\n  res.end();\n});`,
    ],
    [
      'a weak map keyed by the request',
      `const began = new WeakMap();\nrequire('http').createServer((req, res) => {\n  began.set(req, Date.now());\n  res.end();\n});`,
    ],
    [
      'an outer map of few keys',
      `${app}import { LRUCache } from 'lru-cache';\nconst caches = new Map<string, LRUCache<string, string>>();\nfunction cacheOf(kind: 'users' | 'pages') {\n  let cache = caches.get(kind);\n  if (!cache) caches.set(kind, (cache = new LRUCache({ max: 10 })));\n  return cache;\n}\napp.get('/:id', (req, res) => {\n  cacheOf('users').set(req.params.id, 'x');\n  res.end();\n});`,
    ],
    [
      'updates of entries that are there',
      `${app}const limits = new Map([['a', 1]]);\napp.get('/:id', (req, res) => {\n  if (limits.has(req.params.id)) limits.set(req.params.id, Date.now());\n  res.end();\n});`,
    ],
    [
      'a field of a class made per request',
      `${app}class Loader {\n  #rows = new Map<string, string>();\n  load(id: string) {\n    this.#rows.set(id, id);\n  }\n}\napp.get('/:id', (req, res) => {\n  const loader = new Loader();\n  loader.load(req.params.id);\n  res.end();\n});`,
    ],
    [
      'a provider that lives for a request',
      `import { Injectable, Scope } from '@nestjs/common';\n@Injectable({ scope: Scope.REQUEST })\nexport class Loader {\n  private rows = new Map<string, string>();\n  load(id: string) {\n    this.rows.set(id, id);\n  }\n}`,
    ],
    [
      'a test',
      {
        'empty.ts': '',
        'app.test.ts': `${app}const seen = new Map();\napp.get('/:id', (req, res) => {\n  seen.set(req.params.id, 1);\n  res.end();\n});`,
      },
    ],
    [
      'only under a test runner',
      `${app}const sent = new Map();\napp.get('/:id', (req, res) => {\n  if (process.env.NODE_ENV === 'test') sent.set(req.params.id, 1);\n  res.end();\n});`,
    ],
    [
      'only where a function says that this is development',
      `import { isDevelopmentMode } from './mode';\n${app}const sent = new Map();\napp.get('/:id', (req, res) => {\n  if (isDevelopmentMode()) sent.set(req.params.id, 1);\n  res.end();\n});`,
    ],
    [
      'a script that ends',
      {
        'import.ts': `import { readFileSync } from 'node:fs';\nclass Importer {\n  seen = new Map<string, number>();\n  run(file: string) {\n    for (const line of readFileSync(file, 'utf8').split('\\n')) this.seen.set(line, 1);\n  }\n}\nnew Importer().run(process.argv[2]!);`,
      },
    ],
    [
      'a member of the rows of a table, for a key',
      `${app}const seen = new Map();\nconst kinds = { sale: { label: 'Sale' }, gift: { label: 'Gift' } };\napp.get('/:kind', (req, res) => {\n  const { label } = kinds[req.params.kind] || { label: 'Other' };\n  seen.set(label, 1);\n  res.end();\n});`,
    ],
    [
      'code of the browser',
      {
        'page.js': `const known = new Map();\ndocument.addEventListener('keydown', (event) => {\n  known.set(event.key, document.createElement('p'));\n});\nwindow.addEventListener('message', (event) => known.set(event.data, 1));`,
      },
    ],
    [
      'memo of a function without arguments',
      `const once = <T>(fn: () => Promise<T>) => {\n  let value: Promise<T> | undefined;\n  return () => (value ??= fn());\n};\nconst region = once(async () => ({ name: 'eu' }));\n${app}app.get('/', async (_req, res) => { res.json(await region()); });`,
    ],
    [
      'a registry that refuses what it has',
      `import express, { type RequestHandler } from 'express';\nconst handlers = new Map<string, RequestHandler>();\nexport function define(path: string, fn: RequestHandler) {\n  if (handlers.has(path)) throw new Error(path);\n  handlers.set(path, fn);\n}\ndefine('/a', (_req, res) => { res.send('a'); });`,
    ],
    [
      'headers of a response',
      `${app}app.get('/:id', (req, res) => {\n  res.set(req.params.id, '1');\n  res.locals[req.params.id] = 1;\n  req.session[req.params.id] = 1;\n  res.end();\n});`,
    ],
    [
      'a template keyed by the file it is read from',
      `${app}import { readFileSync } from 'node:fs';\nconst pages = new Map();\nfunction page(name: string) {\n  if (!pages.has(name)) pages.set(name, readFileSync(name, 'utf8'));\n  return pages.get(name);\n}\nfor (const name of ['a', 'b']) app.get('/' + name, (_req, res) => res.send(page(name)));`,
    ],
    [
      'a counter that is deleted at zero',
      `${app}const open: Record<string, number> = {};\napp.get('/:id', (req, res) => {\n  const id = req.params.id;\n  open[id] = (open[id] ?? 0) + 1;\n  res.on('close', () => {\n    if (--open[id] === 0) delete open[id];\n  });\n});`,
    ],
    [
      'timers that take themselves out',
      `${app}const timers = new Map();\napp.post('/:id', (req, res) => {\n  const id = req.params.id;\n  clearTimeout(timers.get(id));\n  timers.set(id, setTimeout(() => { timers.delete(id); }, 1000));\n  res.end();\n});`,
    ],
    [
      'sockets that leave on close',
      `import { WebSocketServer } from 'ws';\nconst clients = new Set();\nnew WebSocketServer({ port: 1 }).on('connection', (socket) => {\n  clients.add(socket);\n  socket.on('close', () => clients.delete(socket));\n});`,
    ],
    [
      'rooms that go when they are empty',
      {
        'app.js': `const { Server } = require('socket.io');\nconst io = new Server(3000);\nconst rooms = new Map();\nio.on('connection', (socket) => {\n  socket.on('join', (id) => {\n    let room = rooms.get(id);\n    if (!room) rooms.set(id, (room = new Set()));\n    room.add(socket);\n    socket.on('disconnect', () => { room.delete(socket); if (room.size === 0) rooms.delete(id); });\n  });\n});`,
      },
    ],
    [
      'answers that take their question out',
      {
        'app.js': `const pending = new Map();\nlet next = 0;\nfunction ask(socket, data) {\n  return new Promise((resolve, reject) => {\n    const id = ++next;\n    pending.set(id, { resolve, reject });\n    socket.send(JSON.stringify({ id, data }));\n  });\n}\nrequire('http').createServer(async (req, res) => res.end(await ask(upstream, req.url)));\nconst upstream = require('./upstream');\nupstream.on('message', (text) => { const { id, data } = JSON.parse(text); pending.get(id)?.resolve(data); pending.delete(id); });`,
      },
    ],
    [
      'a deletion on finish and on close',
      {
        'app.js': `const active = new Set();\nrequire('http').createServer((req, res) => {\n  active.add(res);\n  res.on('finish', () => active.delete(res));\n  res.on('close', () => active.delete(res));\n  setTimeout(() => res.end(), 100);\n});`,
      },
    ],
    [
      'an eviction in a function that is called',
      {
        'app.ts': `import express from 'express';\nconst cache = new Map<string, { at: number; body: string }>();\nconst MAX = 100;\nfunction trim() {\n  if (cache.size <= MAX) return;\n  const [oldest] = [...cache.entries()].sort((a, b) => a[1].at - b[1].at);\n  if (oldest) cache.delete(oldest[0]);\n}\nconst app = express();\napp.get('/:id', (req, res) => {\n  cache.set(req.params.id, { at: Date.now(), body: 'x' });\n  trim();\n  res.end();\n});`,
      },
    ],
    [
      'a clock that empties it',
      {
        'app.ts': `import cron from 'node-cron';\nimport express from 'express';\nconst daily: Record<string, number> = {};\ncron.schedule('0 0 * * *', () => {\n  for (const key in daily) delete daily[key];\n});\nexpress().use((req, _res, next) => {\n  daily[req.ip!] = (daily[req.ip!] ?? 0) + 1;\n  next();\n});`,
      },
    ],
    [
      'a deletion after a while',
      {
        'app.ts': `import express from 'express';\nconst codes = new Map<string, string>();\nexpress().post('/:phone', (req, res) => {\n  codes.set(req.params.phone, '1234');\n  setTimeout(() => codes.delete(req.params.phone), 60_000).unref();\n  res.end();\n});`,
      },
    ],
    [
      'a loader that hangs on the request',
      {
        'app.ts': `import express from 'express';\nclass Loader { private cache = new Map<string, Promise<string>>(); load(id: string) { let p = this.cache.get(id); if (!p) this.cache.set(id, (p = Promise.resolve(id))); return p; } }\nconst app = express();\napp.use((req, _res, next) => { (req as any).loaders = { users: new Loader() }; next(); });\napp.get('/:id', async (req, res) => { res.send(await (req as any).loaders.users.load(req.params.id)); });`,
      },
    ],
    [
      'a class of ours that is bounded',
      {
        'app.ts': `import express from 'express';\nclass Bounded<V> {\n  #map = new Map<string, V>();\n  constructor(private readonly max: number) {}\n  set(key: string, value: V) {\n    this.#map.delete(key);\n    this.#map.set(key, value);\n    if (this.#map.size > this.max) this.#map.delete(this.#map.keys().next().value!);\n  }\n  get(key: string) { return this.#map.get(key); }\n}\nconst pages = new Bounded<string>(10);\nexpress().get('/:id', (req, res) => { pages.set(req.params.id, 'x'); res.send(pages.get(req.params.id)); });`,
      },
    ],
    [
      'a key that a schema admits',
      {
        'app.ts': `import { z } from 'zod';\nimport express from 'express';\nconst Query = z.object({ size: z.enum(['s', 'm', 'l']) });\nconst icons = new Map<string, string>();\nexpress().get('/', (req, res) => {\n  const { size } = Query.parse(req.query);\n  if (!icons.has(size)) icons.set(size, \`icon-\${size}\`);\n  res.send(icons.get(size));\n});`,
      },
    ],
    [
      'a list that is made once',
      {
        'app.ts': `import express from 'express';\nlet plugins: string[] | undefined;\nfunction load() {\n  if (plugins) return plugins;\n  plugins = [];\n  for (const name of ['a', 'b']) plugins.push(name);\n  return plugins;\n}\nexpress().get('/', (_req, res) => { res.json(load()); });`,
      },
    ],
    [
      'a command',
      {
        'app.js': `#!/usr/bin/env node\nconst seen = new Map();\nprocess.stdin.on('data', (chunk) => { for (const line of String(chunk).split('\\n')) seen.set(line, 1); });\nprocess.stdin.on('end', () => { console.log(seen.size); process.exit(0); });`,
      },
    ],
    [
      'memoizers with a bound, or with few arguments',
      {
        'app.ts': `import memoizee from 'memoizee';\nimport express from 'express';\nexport const price = memoizee((sku: string) => sku.length, { max: 100 });\nexport const vat = memoizee((country: string) => country.length);\nexpress().get('/:sku', (req, res) => { res.json(price(req.params.sku) * vat('de')); });`,
      },
    ],
    [
      'an entry that goes in a function with a `this` of its own',
      `${app}class Restarts {\n  #running = new Map();\n  begin(id) {\n    const restart = new Promise((resolve) => {\n      async function run() {\n        this.#running.delete(id);\n        resolve();\n      }\n      setTimeout(run.bind(this), 10);\n    });\n    this.#running.set(id, restart);\n  }\n}\nconst restarts = new Restarts();\napp.get('/:id', (req, res) => {\n  restarts.begin(req.params.id);\n  res.end();\n});`,
    ],
    [
      'a type of the name Context that is none',
      `type Context = [kind: number, depth: number];\nconst nodes = new Map<string, number>();\nexport function build(context: Context, name: string) {\n  nodes.set(name, context[0]);\n}\nexport function start(names: string[]) {\n  for (const name of names) build([1, 2], name);\n}`,
    ],
    [
      'a command of a bot that lets its entry go',
      `import type { CommandInteraction } from 'discord.js';\nconst waits = new Map<string, number>();\nexport default class Command {\n  async run(interaction: CommandInteraction) {\n    waits.set(interaction.user.id, Date.now());\n    setTimeout(() => waits.delete(interaction.user.id), 1000);\n  }\n}`,
    ],
    [
      'an interaction of another kind',
      `import type { PointerInteraction } from './pointers';\nconst seen = new Map<string, number>();\nexport function track(interaction: PointerInteraction) {\n  seen.set(interaction.target, 1);\n}\ntrack({ target: 'map' });`,
    ],
  ],
  invalid: [
    [
      'a service that nothing here calls',
      `import { Injectable } from '@nestjs/common';
@Injectable()
export class Tails {
  private readonly tails = new Map<string, Promise<unknown>>();
  run(key: string, work: () => Promise<unknown>) {
    const tail = (this.tails.get(key) ?? Promise.resolve()).then(work);
    this.tails.set(key, tail); // leak
    return tail;
  }
}`,
    ],
    [
      'an exported function that nothing here calls',
      `const seen = new Set<string>();
export const isNew = ({ id }: { id: string }) => seen.size < seen.add(id).size; // leak`,
    ],
    [
      'a key that a predicate finds well-formed only',
      `${app}const formats = new Map();
const isCurrency = (text: string) => /^[A-Z]+$/.test(text);
app.get('/:currency', (req, res) => {
  const { currency } = req.params;
  if (!isCurrency(currency)) return res.sendStatus(400);
  formats.set(currency, Date.now()); // leak
  res.end();
});`,
    ],
    [
      'a table on the application, which a hook calls this',
      {
        'app.js': `const app = require('fastify')();
app.decorate('hits', {});
app.addHook('onRequest', async function (request) {
  const hits = this.hits;
  hits[request.ip] = 1; // leak
});
app.listen({ port: 1 });`,
      },
    ],
    [
      'an entry that a variable tells to be missing',
      `${app}const tasks = new Map();\napp.get('/:id', (req, res) => {\n  const task = tasks.get(req.params.id);\n  if (!task) tasks.set(req.params.id, { seen: 1 }); // leak\n  res.end();\n});`,
    ],
    [
      'a key that a table may not know',
      `${app}const adapters = { one: () => ({ id: 1 }), two: () => ({ id: 2 }) };\nconst made = new Map();\napp.get('/:kind', (req, res) => {\n  const { kind } = req.params;\n  const adapter = adapters[kind]?.();\n  made.set(kind, adapter); // leak\n  res.end();\n});`,
    ],
    [
      'a module of the server below public/',
      {
        'src/public/visits.js': `const express = require('express');\nconst seen = new Set();\nexpress().use((req, res, next) => {\n  seen.add(req.ip); // leak\n  next();\n});`,
      },
    ],
    [
      'a member of the rows of a table, where a missing row takes the key',
      `${app}const seen = new Map();\nconst kinds = { sale: { label: 'Sale' } };\napp.get('/:kind', (req, res) => {\n  const { label } = kinds[req.params.kind] || { label: req.params.kind };\n  seen.set(label, 1); // leak\n  res.end();\n});`,
    ],
    [
      'a set that a variable counts in vain',
      `${app}const seen = new Set();\nlet count = 0;\napp.use((req, _res, next) => {\n  if (count === 0) console.log('first');\n  seen.add(req.ip); // leak\n  count++;\n  next();\n});`,
    ],
    [
      'the commands of a bot, by their type',
      `import type { ChatInputCommandInteraction } from 'discord.js';\nconst cooldowns: Record<string, number> = {};\nexport default class InteractionCreate {\n  async run(interaction: ChatInputCommandInteraction) {\n    await this.count(interaction.user.id);\n  }\n  async count(user: string) {\n    cooldowns[user] = Date.now() + 60000; // leak\n  }\n}`,
    ],
    [
      'the commands of a bot, as its guide writes them',
      {
        'ping.js': `const { SlashCommandBuilder } = require('discord.js');\nconst cooldowns = new Map();\nmodule.exports = {\n  data: new SlashCommandBuilder().setName('ping'),\n  async execute(interaction) {\n    cooldowns.set(interaction.user.id, Date.now()); // leak\n    await interaction.reply('pong');\n  },\n};`,
      },
    ],
    [
      'a type of the name Context that holds the request',
      `interface Context {\n  readonly request: { readonly ip: string };\n}\nconst visits = new Map<string, number>();\nexport function count(ctx: Context) {\n  visits.set(ctx.request.ip, 1); // leak\n}`,
    ],
    [
      'a private map that a function with a `this` of its own only reads',
      `${app}class Restarts {\n  #running = new Map();\n  begin(id) {\n    async function run() {\n      console.log(this.#running.get(id));\n    }\n    setTimeout(run.bind(this), 10);\n    this.#running.set(id, 1); // leak\n  }\n}\nconst restarts = new Restarts();\napp.get('/:id', (req, res) => {\n  restarts.begin(req.params.id);\n  res.end();\n});`,
    ],
    [
      'a module constant',
      `${app}const seen = new Map();\napp.get('/:id', (req, res) => {\n  seen.set(req.params.id, 1); // leak\n  res.end();\n});`,
    ],
    [
      'a set',
      `${app}const seen = new Set<string>();\napp.use((req, _res, next) => {\n  seen.add(req.ip ?? ''); // leak\n  next();\n});`,
    ],
    [
      'a dictionary',
      `${app}const seen: Record<string, number> = {};\napp.get('/:id', (req, res) => {\n  seen[req.params.id] = Date.now(); // leak\n  res.end();\n});`,
    ],
    [
      'a dictionary without prototype, a var',
      {
        'app.js': `var http = require('http');\nvar seen = Object.create(null);\nhttp.createServer(function (req, res) {\n  seen[req.url] = true; // leak\n  res.end();\n}).listen(1);`,
      },
    ],
    [
      'a counter',
      {
        'app.js': `const app = require('express')();\nlet counts = {};\napp.use((req, res, next) => {\n  counts[req.ip] = (counts[req.ip] || 0) + 1; // leak\n  next();\n});`,
      },
    ],
    [
      'a step',
      `${app}const counts: Record<string, number> = {};\napp.use((req, _res, next) => {\n  counts[req.url]++; // leak\n  next();\n});`,
    ],
    [
      '??= and ||=',
      `${app}const a: Record<string, number[]> = {};\nconst b: Record<string, number[]> = {};\napp.use((req, _res, next) => {\n  (a[req.url] ??= []).push(1); // leak\n  (b[req.url] ||= []).push(1); // leak\n  next();\n});`,
    ],
    [
      'a spread into itself',
      `${app}let seen: Record<string, number> = {};\napp.use((req, _res, next) => {\n  seen = { ...seen, [req.url]: 1 }; // leak\n  next();\n});`,
    ],
    [
      'Object.assign',
      `${app}const seen = {};\napp.use((req, _res, next) => {\n  Object.assign(seen, { [req.url]: 1 }); // leak\n  next();\n});`,
    ],
    [
      'a private field',
      `${app}class Gate {\n  #seen = new Map<string, number>();\n  handle = (req: express.Request, _res: express.Response, next: express.NextFunction) => {\n    this.#seen.set(req.ip ?? '', 1); // leak\n    next();\n  };\n}\napp.use(new Gate().handle);`,
    ],
    [
      'a field of the constructor',
      {
        'app.js': `const app = require('express')();\nclass Gate {\n  constructor() {\n    this.seen = {};\n  }\n  handle(req, res, next) {\n    this.seen[req.ip] = Date.now(); // leak\n    next();\n  }\n}\nconst gate = new Gate();\napp.use((req, res, next) => gate.handle(req, res, next));`,
      },
    ],
    [
      'a static field',
      `${app}class Gate {\n  static seen = new Map<string, number>();\n  static handle(req: express.Request, _res: express.Response, next: express.NextFunction) {\n    Gate.seen.set(req.ip ?? '', 1); // leak\n    next();\n  }\n}\napp.use(Gate.handle);`,
    ],
    [
      'a prototype method',
      {
        'app.js': `function Gate() {\n  this.seen = {};\n}\nGate.prototype.handle = function (req, res, next) {\n  this.seen[req.ip] = 1; // leak\n  next();\n};\nvar gate = new Gate();\nrequire('express')().use(gate.handle.bind(gate));`,
      },
    ],
    [
      'an exported map',
      {
        'app.js': `exports.seen = {};\nexports.handle = (req, res, next) => {\n  exports.seen[req.ip] = 1; // leak\n  next();\n};`,
      },
    ],
    [
      'a closure of a factory',
      {
        'limit.js': `module.exports = (options) => {\n  const seen = {};\n  return (req, res, next) => {\n    seen[req.ip] = (seen[req.ip] || 0) + 1; // leak\n    if (seen[req.ip] > options.max) return res.sendStatus(429);\n    next();\n  };\n};`,
      },
    ],
    [
      'a global',
      {
        'app.js': `global.seen = {};\nrequire('http').createServer((req, res) => {\n  global.seen[req.url] = 1; // leak\n  res.end();\n});`,
      },
    ],
    [
      'app.locals through an alias',
      {
        'app.js': `const app = require('express')();\napp.locals.visitors = {};\napp.use((req, res, next) => {\n  const { visitors } = req.app.locals;\n  visitors[req.ip] = 1; // leak\n  next();\n});`,
      },
    ],
    [
      'a Fastify decoration',
      {
        'app.js': `const fastify = require('fastify')();\nfastify.decorate('seen', new Map());\nfastify.get('/:id', async (request, reply) => {\n  fastify.seen.set(request.params.id, 1); // leak\n  return {};\n});`,
      },
    ],
    [
      'a Koa context prototype',
      {
        'app.js': `const Koa = require('koa');\nconst app = new Koa();\napp.context.seen = {};\napp.use(async (ctx, next) => {\n  ctx.seen[ctx.ip] = 1; // leak\n  await next();\n});`,
      },
    ],
    [
      'Koa',
      `import Koa from 'koa';\nconst app = new Koa();\nconst seen = new Map();\napp.use(async (ctx, next) => {\n  seen.set(ctx.ip, Date.now()); // leak\n  await next();\n});`,
    ],
    [
      'Hono',
      `import { Hono } from 'hono';\nconst app = new Hono();\nconst seen = new Map();\napp.get('/:id', (c) => {\n  seen.set(c.req.param('id'), Date.now()); // leak\n  return c.text('ok');\n});`,
    ],
    [
      'Nest',
      `import { Controller, Get, Param } from '@nestjs/common';\n@Controller()\nexport class Pages {\n  private readonly seen = new Map<string, number>();\n  @Get(':id')\n  show(@Param('id') id: string) {\n    this.seen.set(id, Date.now()); // leak\n    return id;\n  }\n}`,
    ],
    [
      'a Nest service that a controller calls',
      {
        'pages.controller.ts': `import { Controller, Get, Param } from '@nestjs/common';\nimport { PagesService } from './pages.service';\n@Controller()\nexport class Pages {\n  constructor(private readonly pages: PagesService) {}\n  @Get(':id')\n  show(@Param('id') id: string) {\n    return this.pages.find(id);\n  }\n}`,
        'pages.service.ts': `import { Injectable } from '@nestjs/common';\n@Injectable()\nexport class PagesService {\n  private readonly cache = new Map<string, string>();\n  find(id: string) {\n    let page = this.cache.get(id);\n    if (!page) {\n      page = id.repeat(2);\n      this.cache.set(id, page); // leak\n    }\n    return page;\n  }\n}`,
      },
    ],
    [
      'a service behind a router in another file',
      {
        'users.js': `const cache = new Map();\nasync function find(id) {\n  if (cache.has(id)) return cache.get(id);\n  const user = await load(id);\n  cache.set(id, user); // leak\n  return user;\n}\nasync function load(id) { return { id }; }\nmodule.exports = { find };`,
        'routes.js': `const router = require('express').Router();\nconst users = require('./users');\nrouter.get('/:id', async (req, res) => res.json(await users.find(req.params.id)));\nmodule.exports = router;`,
      },
    ],
    [
      'a wrapped handler',
      {
        'app.js': `const catchAsync = (fn) => (req, res, next) => fn(req, res, next).catch(next);\nconst seen = {};\nexports.show = catchAsync(async (req, res) => {\n  seen[req.params.id] = 1; // leak\n  res.end();\n});`,
      },
    ],
    [
      'a memo of a value that a query fetched',
      `${app}const users = new Map<string, unknown>();\ndeclare const db: { one(sql: string, id: string): Promise<unknown> };\nasync function user(id: string) {\n  if (!users.has(id)) users.set(id, await db.one('select', id)); // leak\n  return users.get(id);\n}\napp.get('/:id', async (req, res) => { res.json(await user(req.params.id)); });`,
    ],
    [
      'timers that stay after they fired',
      {
        'app.js': `const timers = {};\nrequire('http').createServer((req, res) => {\n  clearTimeout(timers[req.url]);\n  timers[req.url] = setTimeout(() => console.log('idle'), 50); // leak\n  res.end();\n});`,
      },
    ],
    [
      'messages of a socket',
      `import { WebSocketServer } from 'ws';\nconst seen = new Map();\nnew WebSocketServer({ port: 1 }).on('connection', (socket) => {\n  socket.on('message', (data) => {\n    seen.set(String(data), 1); // leak\n  });\n});`,
    ],
    [
      'jobs of a queue',
      `import { Worker } from 'bullmq';\nconst done = new Map<string, unknown>();\nnew Worker('mail', async (job) => {\n  done.set(job.id, job.data); // leak\n});`,
    ],
    [
      'a new key for each request',
      `${app}import { randomUUID } from 'node:crypto';\nconst pending = new Map();\napp.post('/', (_req, res) => {\n  pending.set(randomUUID(), { at: Date.now() }); // leak\n  res.end();\n});`,
    ],
    [
      'a running number as key',
      `${app}const log: Record<number, string> = {};\nlet next = 0;\napp.use((req, _res, done) => {\n  log[next++] = req.url; // leak\n  done();\n});`,
    ],
    [
      'objects as members',
      `${app}const all = new Set();\napp.use((req, _res, next) => {\n  all.add({ url: req.url }); // leak\n  next();\n});`,
    ],
    [
      'one report per container',
      `${app}const seen = new Map();\napp.get('/a/:id', (req, res) => {\n  seen.set(req.params.id, 1); // leak\n  res.end();\n});\napp.get('/b/:id', (req, res) => {\n  seen.set(req.params.id, 2);\n  res.end();\n});`,
    ],
    [
      'rooms whose guests leave, but which stay',
      {
        'app.js': `const { Server } = require('socket.io');\nconst io = new Server(3000);\nconst rooms = new Map();\nio.on('connection', (socket) => {\n  socket.on('join', (id) => {\n    let room = rooms.get(id);\n    if (!room) rooms.set(id, (room = new Set())); // leak\n    room.add(socket);\n    socket.on('disconnect', () => room.delete(socket));\n  });\n});`,
      },
    ],
    [
      'messages of Kafka',
      {
        'app.ts': `import { Kafka } from 'kafkajs';\nconst consumer = new Kafka({ brokers: [] }).consumer({ groupId: 'g' });\nconst seen = new Set<string>();\nexport async function start() {\n  await consumer.run({\n    eachMessage: async ({ message }) => {\n      seen.add(message.key!.toString()); // leak\n    },\n  });\n}`,
      },
    ],
    [
      'resolvers of GraphQL',
      {
        'app.ts': `const cache = new Map<string, unknown>();\nexport const resolvers = {\n  Query: {\n    user: async (_: unknown, { id }: { id: string }) => {\n      if (!cache.has(id)) cache.set(id, await load(id)); // leak\n      return cache.get(id);\n    },\n  },\n};\ndeclare function load(id: string): Promise<unknown>;`,
      },
    ],
    [
      'hapi',
      {
        'app.js': `const Hapi = require('@hapi/hapi');\nconst server = Hapi.server({ port: 3000 });\nconst hits = {};\nserver.route({ method: 'GET', path: '/{id}', handler: (request, h) => {\n  hits[request.params.id] = (hits[request.params.id] || 0) + 1; // leak\n  return 'ok';\n} });`,
      },
    ],
    [
      'a handler of Next',
      {
        'app.ts': `import type { NextApiRequest, NextApiResponse } from 'next';\nconst hits = new Map<string, number>();\nexport default function handler(req: NextApiRequest, res: NextApiResponse) {\n  const ip = req.socket.remoteAddress ?? '';\n  hits.set(ip, (hits.get(ip) ?? 0) + 1); // leak\n  res.end();\n}`,
      },
    ],
    [
      'a route of Next',
      {
        'app.ts': `const hits = new Map<string, number>();\nexport async function GET(request: Request) {\n  const id = new URL(request.url).searchParams.get('id') ?? '';\n  hits.set(id, 1); // leak\n  return Response.json({});\n}`,
      },
    ],
    [
      'a fetch handler',
      {
        'app.ts': `const seen = new Set<string>();\nBun.serve({ port: 3000, fetch(req) {\n  seen.add(req.url); // leak\n  return new Response('ok');\n} });\ndeclare const Bun: any;`,
      },
    ],
    [
      'a Lambda, which stays warm',
      {
        'app.js': `const cache = {};\nexports.handler = async (event) => {\n  cache[event.id] = event; // leak\n  return cache[event.id];\n};`,
      },
    ],
    [
      'messages of a worker',
      {
        'app.js': `const { parentPort } = require('worker_threads');\nconst done = new Map();\nparentPort.on('message', (job) => {\n  done.set(job.id, job); // leak\n});`,
      },
    ],
    [
      'a procedure of tRPC',
      {
        'app.ts': `import { initTRPC } from '@trpc/server';\nconst t = initTRPC.create();\nconst seen = new Map<string, number>();\nexport const router = t.router({\n  user: t.procedure.query(({ input }) => {\n    seen.set(input as string, Date.now()); // leak\n    return 1;\n  }),\n});`,
      },
    ],
    [
      'bounded caches in a map that is not',
      {
        'app.ts': `import express from 'express';\nimport { LRUCache } from 'lru-cache';\nconst caches = new Map<string, LRUCache<string, string>>();\nconst app = express();\napp.get('/:tenant/:id', (req, res) => {\n  let cache = caches.get(req.params.tenant);\n  if (!cache) {\n    cache = new LRUCache({ max: 10 });\n    caches.set(req.params.tenant, cache); // leak\n  }\n  cache.set(req.params.id, 'x');\n  res.end();\n});`,
      },
    ],
    [
      'a map on globalThis that modules share',
      {
        'app.ts': `import express from 'express';\nconst g = globalThis as unknown as { __seen?: Map<string, number> };\nconst seen = (g.__seen ??= new Map());\nconst app = express();\napp.use((req, _res, next) => {\n  seen.set(req.ip, 1); // leak\n  next();\n});`,
      },
    ],
    [
      'a singleton that is made when it is asked for',
      {
        'app.ts': `import express from 'express';\nclass Registry {\n  private static instance: Registry | null = null;\n  private readonly byId = new Map<string, object>();\n  static get(): Registry {\n    if (!Registry.instance) Registry.instance = new Registry();\n    return Registry.instance;\n  }\n  touch(id: string) {\n    this.byId.set(id, { at: Date.now() }); // leak\n  }\n}\nconst app = express();\napp.get('/:id', (req, res) => {\n  Registry.get().touch(req.params.id);\n  res.end();\n});`,
      },
    ],
    [
      'a destructured member',
      {
        'app.js': `const state = { users: {}, count: 0 };\nconst { users } = state;\nconst koa = new (require('koa'))();\nkoa.use(async (ctx) => {\n  users[ctx.query.id] = ctx.query; // leak\n  ctx.body = 'ok';\n});`,
      },
    ],
    [
      'a plugin of Fastify that destructures the request',
      {
        'app.ts': `import type { FastifyInstance } from 'fastify';\nconst tokens = new Map<string, number>();\nexport default async function routes(fastify: FastifyInstance) {\n  fastify.post<{ Body: { token: string } }>('/login', async ({ body }) => {\n    tokens.set(body.token, Date.now()); // leak\n    return {};\n  });\n}`,
      },
    ],
  ],
});

test('says how sure it is: a request proves growth, an event less', () => {
  const confidence = (source: string) => findingsOf('unbounded-cache', source).map((finding) => finding.confidence);
  expect(confidence(`${app}const seen = new Map();\napp.use((req) => seen.set(req.ip, 1));`)).toEqual(['high']);
  expect(
    confidence(
      `import { bus } from './bus';\nconst seen = new Map();\nbus.on('visit', (ip: string) => seen.set(ip, 1));`,
    ),
  ).toEqual(['medium']);
});

test('names the container and where it is declared', () => {
  const [finding] = findingsOf(
    'unbounded-cache',
    `${app}const seen = new Map();\napp.use((req) => seen.set(req.ip, 1));`,
  );
  expect(finding?.sink).toEqual({ name: 'seen', line: 3 });
  expect(finding?.message).toContain('seen keeps an entry for every req.ip');
});

describe('rewrites', () => {
  test('bound a Map, with its types and its import', () => {
    const source = `import http from 'node:http';\n\nconst seen: Map<string, number> = new Map<string, number>();\n\nhttp.createServer((req, res) => {\n  seen.set(req.url ?? '', 1);\n  res.end();\n});\n`;
    expect(fixedBy('unbounded-cache', source)).toBe(
      `import http from 'node:http';\nimport { LRUCache } from 'lru-cache';\n\nconst seen: LRUCache<string, number> = new LRUCache<string, number>({ max: 1000 });\n\nhttp.createServer((req, res) => {\n  seen.set(req.url ?? '', 1);\n  res.end();\n});\n`,
    );
  });

  test('require in CommonJS, below what is required already', () => {
    const source = `'use strict';\nconst http = require("http");\n\nconst seen = new Map();\nhttp.createServer((req, res) => {\n  seen.set(req.url, 1);\n  res.end();\n});\n`;
    expect(fixedBy('unbounded-cache', source, 'app.js')).toBe(
      `'use strict';\nconst http = require("http");\nconst { LRUCache } = require("lru-cache");\n\nconst seen = new LRUCache({ max: 1000 });\nhttp.createServer((req, res) => {\n  seen.set(req.url, 1);\n  res.end();\n});\n`,
    );
  });

  test.each([
    [
      'sessions, which must not be forgotten',
      `const sessions = new Map();\nrequire('http').createServer((req, res) => {\n  sessions.set(req.url, 1);\n  res.end();\n});\n`,
    ],
    [
      'a map that is walked',
      `const seen = new Map();\nrequire('http').createServer((req, res) => {\n  seen.set(req.url, 1);\n  res.end([...seen.keys()].join());\n});\n`,
    ],
    [
      'undefined as value, which an LRU cache drops',
      `const seen = new Map();\nrequire('http').createServer((req, res) => {\n  seen.set(req.url, undefined);\n  res.end();\n});\n`,
    ],
    [
      'a dictionary',
      `const seen = {};\nrequire('http').createServer((req, res) => {\n  seen[req.url] = 1;\n  res.end();\n});\n`,
    ],
    [
      'a name that is taken',
      `const LRUCache = 1;\nconst seen = new Map();\nrequire('http').createServer((req, res) => {\n  seen.set(req.url, LRUCache);\n  res.end();\n});\n`,
    ],
  ])('leave %s to a person', (_reason, source) => {
    expect(fixedBy('unbounded-cache', source, 'app.js')).toBe(source);
    expect(findingsOf('unbounded-cache', { 'app.js': source }).map(({ fix }) => fix)).toEqual(['manual']);
  });
});

describe('how sure it is of a key', () => {
  const sure = (handler: string) =>
    findingsOf('unbounded-cache', `${app}import { find } from './store';\nconst known = new Map();\n${handler}`).map(
      ({ confidence }) => confidence,
    );

  test.each([
    [
      'that the handler takes from the request',
      `app.get('/:id', (req, res) => { known.set(req.params.id, 1); res.end(); });`,
    ],
    [
      'that is looked up, and kept where nothing is found',
      `app.get('/:id', async (req, res) => {\n  const { id } = req.params;\n  const row = await find(id);\n  if (!row) known.set(id, 1);\n  res.end();\n});`,
    ],
  ])('certain of one %s', (_case, handler) => {
    expect(sure(handler)).toEqual(['high']);
  });

  test.each([
    [
      'for which something has to be found first',
      `app.get('/:id', async (req, res) => {\n  const { id } = req.params;\n  const row = await find(id);\n  if (!row) return res.sendStatus(404);\n  known.set(id, row);\n  res.json(row);\n});`,
    ],
  ])('less certain of one %s', (_case, handler) => {
    expect(sure(handler)).toEqual(['medium']);
  });

  test.each([
    ['from a generator', `known.set(randomUUID(), 1);`],
    ['from a counter', 'known.set(`job-${++jobs}`, 1);'],
    ['from the clock, in what the handler calls', `note();`],
  ])('certain of a key that is new each time, %s', (_case, statement) => {
    const made = `import { randomUUID } from 'node:crypto';\nlet jobs = 0;\nconst note = () => known.set(Date.now(), 1);\n`;
    expect(sure(`${made}app.get('/', (req, res) => {\n  ${statement}\n  res.end();\n});`)).toEqual(['high']);
  });

  test('least certain of one that comes by a long way', () => {
    expect(
      sure(
        `const a = (one) => b(one);\nconst b = (two) => c(two);\nconst c = (three) => d(three);\nconst d = (four) => { known.set(four, 1); };\napp.get('/:id', (req, res) => { a(req.params.id); res.end(); });`,
      ),
    ).toEqual(['low']);
  });

  test('least certain of one that an event brings by way of others', () => {
    expect(
      sure(
        `import { bus } from './bus';\nconst note = (name) => known.set(name, 1);\nbus.on('visit', (name) => note(name));`,
      ),
    ).toEqual(['low']);
  });
});

test('a queue of turns is no cache: to forget its entry early would let two take their turn at once', () => {
  const source = `import express from 'express';
export const app = express();
const tails = new Map<string, Promise<unknown>>();
app.post('/:id', async (req, res) => {
  const before = tails.get(req.params.id) ?? Promise.resolve();
  const mine = before.then(() => fetch(req.url));
  tails.set(req.params.id, mine);
  await mine;
  res.end();
});
`;
  expect(findingsOf('unbounded-cache', source)).toHaveLength(1);
  expect(fixedBy('unbounded-cache', source)).toBe(source);
});

test('workers that run on when a cache forgets them are left to a person', () => {
  const source = `import express from 'express';
import { Worker } from 'node:worker_threads';
export const app = express();
const resizers = new Map<string, Worker>();
app.post('/:id', (req, res) => {
  const worker = new Worker('./resize.js');
  resizers.set(req.params.id, worker);
  res.end();
});
`;
  expect(findingsOf('unbounded-cache', source).map(({ fix }) => fix)).toEqual(['manual']);
  expect(fixedBy('unbounded-cache', source)).toBe(source);
});
