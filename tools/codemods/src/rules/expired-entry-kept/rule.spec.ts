import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;

testRule('expired-entry-kept', {
  valid: [
    [
      'failures that a sweep takes out as well',
      `${app}const failures = new Map<string, { count: number; until: number }>();
setInterval(() => { for (const [name, { until }] of failures) if (until < Date.now()) failures.delete(name); }, 1000);
app.post('/login', (req, res) => {
  const state = failures.get(req.body.name);
  if (state && state.until > Date.now()) return res.sendStatus(429);
  if (!req.body.password) {
    failures.set(req.body.name, { count: 1, until: Date.now() + 1000 });
    return res.sendStatus(401);
  }
  failures.delete(req.body.name);
  res.end();
});`,
    ],
    [
      'an entry that goes with the response',
      `${app}const running = new Map<string, { until: number }>();
app.post('/run', (req, res) => {
  const state = running.get(req.body.name);
  if (state && state.until > Date.now()) return res.sendStatus(429);
  running.set(req.body.name, { until: Date.now() + 1000 });
  res.on('close', () => running.delete(req.body.name));
});`,
    ],
    [
      'a sweep on a timer over a dictionary',
      {
        'app.js': `const express = require('express');
const attempts = {};
const WINDOW = 15 * 60 * 1000;
setInterval(() => { const now = Date.now(); for (const ip in attempts) if (now - attempts[ip].first > WINDOW) delete attempts[ip]; }, WINDOW).unref();
const app = express();
app.post('/login', (req, res) => {
  const rec = attempts[req.ip] || (attempts[req.ip] = { first: Date.now(), count: 0 });
  rec.count++;
  res.end();
});`,
      },
    ],
    [
      'a timer for each entry',
      {
        'app.ts': `import http from 'node:http';
class Cache {
  private m = new Map<string, { v: string; exp: number }>();
  private timers = new Map<string, NodeJS.Timeout>();
  set(k: string, v: string, ttl: number) {
    clearTimeout(this.timers.get(k));
    this.m.set(k, { v, exp: Date.now() + ttl });
    this.timers.set(k, setTimeout(() => { this.m.delete(k); this.timers.delete(k); }, ttl));
  }
  get(k: string) { return this.m.get(k)?.v; }
}
const c = new Cache();
http.createServer((req, res) => { c.set(req.url!, 'x', 1000); res.end(c.get(req.url!)); });`,
      },
    ],
    [
      'the oldest evicted',
      {
        'app.js': `const store = new Map();
function put(key, value) {
  if (store.size >= 500) { const oldest = store.keys().next().value; store.delete(oldest); }
  store.set(key, { value, at: Date.now() });
}
require('http').createServer((req, res) => { put(req.url, 1); res.end(); });`,
      },
    ],
    [
      'a sweep at every request',
      {
        'app.js': `const store = new Map();
function cleanup() { const now = Date.now(); for (const [k, v] of store) { if (v.exp < now) store.delete(k); } }
require('http').createServer((req, res) => { cleanup(); store.set(req.url, { exp: Date.now() + 1000 }); res.end(); });`,
      },
    ],
    [
      'everything forgotten once a minute',
      {
        'app.ts': `import express from 'express';
const hits = new Map<string, number>();
const app = express();
setInterval(() => hits.clear(), 60_000);
app.use((req, res, next) => { hits.set(req.ip!, (hits.get(req.ip!) ?? 0) + 1); next(); });`,
      },
    ],
    [
      'a limiter of a package',
      {
        'app.ts': `import express from 'express';
import rateLimit from 'express-rate-limit';
const app = express();
app.use(rateLimit({ windowMs: 1000, max: 5 }));`,
      },
    ],
    [
      'a window that starts anew',
      {
        'app.js': `let hits = {};
let windowStart = Date.now();
require('http').createServer((req, res) => {
  const now = Date.now();
  if (now - windowStart > 60000) { hits = {}; windowStart = now; }
  hits[req.socket.remoteAddress] = (hits[req.socket.remoteAddress] || 0) + 1;
  res.end();
});`,
      },
    ],
  ],
  invalid: [
    [
      'failures that only a success takes out',
      `${app}const failures = new Map<string, { count: number; until: number }>();
app.post('/login', (req, res) => {
  const state = failures.get(req.body.name);
  if (state && state.until > Date.now()) return res.sendStatus(429);
  if (!req.body.password) {
    failures.set(req.body.name, { count: 1, until: Date.now() + 1000 }); // leak
    return res.sendStatus(401);
  }
  failures.delete(req.body.name);
  res.end();
});`,
    ],
    [
      'sessions that only a logout takes out',
      `${app}const sessions = new Map<string, { expires: number }>();
app.post('/login', (req, res) => {
  sessions.set(req.body.token, { expires: Date.now() + 1000 }); // leak
  res.end();
});
app.get('/', (req, res) => {
  const session = sessions.get(String(req.headers.token));
  res.sendStatus(session && session.expires > Date.now() ? 200 : 401);
});
app.post('/logout', (req, res) => {
  sessions.delete(String(req.headers.token));
  res.end();
});`,
    ],
    [
      'attempts at logging in by address',
      {
        'app.js': `const express = require('express');
const attempts = {};
const WINDOW = 15 * 60 * 1000;
function tooMany(ip) {
  const now = Date.now();
  const rec = attempts[ip];
  if (!rec || now - rec.first > WINDOW) {
    attempts[ip] = { first: now, count: 1 }; // leak
    return false;
  }
  rec.count += 1;
  return rec.count > 5;
}
const app = express();
app.post('/login', (req, res) => { if (tooMany(req.ip)) return res.status(429).end(); res.end(); });`,
      },
    ],
    [
      'a sliding window in a private field',
      {
        'app.ts': `import Koa from 'koa';
interface Hit { stamps: number[] }
export class SlidingWindow {
  #hits = new Map<string, Hit>();
  constructor(private readonly ms: number, private readonly max: number) {}
  allow(key: string): boolean {
    const now = Date.now();
    const hit = this.#hits.get(key) ?? { stamps: [] };
    hit.stamps = hit.stamps.filter((t) => now - t < this.ms);
    if (hit.stamps.length >= this.max) return false;
    hit.stamps.push(now);
    this.#hits.set(key, hit); // leak
    return true;
  }
}
const limiter = new SlidingWindow(1000, 5);
const app = new Koa();
app.use(async (ctx, next) => { if (!limiter.allow(ctx.ip)) { ctx.status = 429; return; } await next(); });`,
      },
    ],
    [
      'a cache service that drops what it finds too old',
      {
        'app.ts': `import { Injectable } from '@nestjs/common';
@Injectable()
export class CacheService {
  private readonly store = new Map<string, { value: unknown; expiresAt: number }>();
  get<T>(key: string): T | undefined {
    const entry = this.store.get(key);
    if (!entry) return undefined;
    if (entry.expiresAt < Date.now()) { this.store.delete(key); return undefined; }
    return entry.value as T;
  }
  set(key: string, value: unknown, ttlMs: number) {
    this.store.set(key, { value, expiresAt: Date.now() + ttlMs }); // leak
  }
}`,
        'caller.ts': `import { Controller, Get, Param } from '@nestjs/common';
import { CacheService } from './app';
@Controller('users')
export class UsersController {
  constructor(private readonly cache: CacheService) {}
  @Get(':id')
  one(@Param('id') id: string) {
    const hit = this.cache.get(\`user:\${id}\`);
    if (hit) return hit;
    const user = { id };
    this.cache.set(\`user:\${id}\`, user, 1000);
    return user;
  }
}`,
      },
    ],
    [
      'codes that are only good for a while',
      {
        'app.mjs': `import Fastify from 'fastify';
const app = Fastify();
const otp = new Map();
app.post('/otp', async (req) => {
  const code = String(Math.random()).slice(2, 8);
  otp.set(req.body.phone, { code, exp: Date.now() + 300000 }); // leak
  return { ok: true };
});
app.post('/verify', async (req, reply) => {
  const o = otp.get(req.body.phone);
  if (!o || o.exp < Date.now() || o.code !== req.body.code) return reply.code(401).send();
  return { ok: true };
});`,
      },
    ],
    [
      'nonces that have been seen',
      {
        'app.ts': `import http from 'node:http';
const nonces: Map<string, number> = new Map();
http.createServer((req, res) => {
  const nonce = req.headers['x-nonce'] as string;
  const seen = nonces.get(nonce);
  if (seen !== undefined && Date.now() - seen < 60_000) { res.statusCode = 409; res.end(); return; }
  nonces.set(nonce, Date.now()); // leak
  res.end();
}).listen(3000);`,
      },
    ],
    [
      'an expiry that only a read tests',
      `${app}const cache = new Map<string, { at: number }>();\nfunction read(key: string) {\n  const entry = cache.get(key);\n  if (entry && entry.at < Date.now() - 1000) {\n    cache.delete(key);\n    return undefined;\n  }\n  return entry;\n}\napp.get('/:id', (req, res) => {\n  if (!read(req.params.id)) cache.set(req.params.id, { at: Date.now() }); // leak\n  res.end();\n});`,
    ],
  ],
});

const http = `import http from 'node:http';\n\n`;
const serve = (body: string) => `http.createServer((req, res) => {\n${body}\n  res.end();\n});\n`;
const counts = serve(`  const now = Date.now();
  const bucket = buckets.get(req.url);
  if (!bucket || now > bucket.resetAt) buckets.set(req.url, { count: 1, resetAt: now + 1000 });
  else if (++bucket.count > 10) res.statusCode = 429;`);
const buckets = `const buckets = new Map();\n`;
const sweep = (condition: string, map = 'buckets', every = '60_000') => `setInterval(() => {
  for (const [key, entry] of ${map}) if (${condition}) ${map}.delete(key);
}, ${every}).unref();
`;
const fixed = (text: string) => fixedBy('expired-entry-kept', text, 'app.js');
const finding = (text: string) => findingsOf('expired-entry-kept', { 'app.js': text })[0];

describe('entries that count until their time is over', () => {
  test('are swept when it is, and not pushed out by others', () => {
    expect(fixed(http + buckets + counts)).toBe(http + buckets + sweep('Date.now() > entry.resetAt') + counts);
    expect(finding(http + buckets + counts)).toMatchObject({
      fix: 'suggested',
      message: expect.stringMatching(
        /keeps an entry for every req\.url when its time is over; sweep the entries that expired$/,
      ),
    });
  });

  test('the sweep asks the opposite of what says that an entry still counts', () => {
    const body = serve(`  const last = seen.get(req.url);
  if (last !== undefined && last > Date.now() - span) res.statusCode = 429;
  seen.set(req.url, Date.now());`);
    const declared = `const span = 5000;\nconst seen = new Map();\n`;
    expect(fixed(http + declared + body)).toBe(
      http + declared + sweep('entry <= Date.now() - span', 'seen', 'span') + body,
    );
  });

  test('a comment stays with what it speaks of', () => {
    const declared = 'const buckets = new Map(); // by url\n';
    expect(fixed(http + declared + counts)).toContain(declared + sweep('Date.now() > entry.resetAt'));
  });

  test('a list of times goes when all of them are over', () => {
    const body = serve(`  const now = Date.now();
  const recent = (hits.get(req.url) ?? []).filter((at) => now - at < 60000);
  recent.push(now);
  hits.set(req.url, recent);
  if (recent.length > 10) res.statusCode = 429;`);
    const declared = `const hits = new Map();\n`;
    expect(fixed(http + declared + body)).toBe(
      http + declared + sweep('entry.every((time) => Date.now() - time >= 60000)', 'hits', '60000') + body,
    );
  });

  test('an entry goes when all that it waits for is over', () => {
    const body = serve(`  const now = performance.now();
  const entry = tries.get(req.url) ?? { count: 0, since: now, blockedUntil: 0 };
  if (entry.blockedUntil > now) res.statusCode = 429;
  if (now - entry.since > 1000) entry.count = 0;
  entry.count += 1;
  tries.set(req.url, entry);`);
    const declared = `const tries = new Map();\n`;
    expect(fixed(http + declared + body)).toContain(
      sweep('entry.blockedUntil <= performance.now() && performance.now() - entry.since > 1000', 'tries'),
    );
  });

  test.each([
    [
      'a dictionary',
      http +
        `const buckets = {};\n` +
        counts
          .replace('buckets.get(req.url)', 'buckets[req.url]')
          .replace(/buckets\.set\(req\.url, (.*?)\);/, 'buckets[req.url] = $1;'),
    ],
    [
      'a field',
      http +
        `class Limiter {\n  buckets = new Map();\n  hit(key, now) {\n    const bucket = this.buckets.get(key);\n    if (!bucket || Date.now() > bucket.resetAt) this.buckets.set(key, { count: 1, resetAt: now });\n    else bucket.count++;\n  }\n}\nconst limiter = new Limiter();\n` +
        serve('  limiter.hit(req.url, Date.now());'),
    ],
    [
      'a span that only the handler knows',
      http + buckets + counts.replace('now > bucket.resetAt', 'now - bucket.resetAt > Number(req.headers.span)'),
    ],
    ['the time that is left', http + buckets + counts.replace('now > bucket.resetAt', 'bucket.resetAt - now < 0')],
  ])('%s is left to its author, with advice', (_case, text) => {
    expect(finding(text)?.fix).toBe('manual');
    expect(fixed(text)).toBe(text);
  });

  test('a cache of answers that grow old is bounded, for it can ask again', () => {
    const body = serve(`  const known = answers.get(req.url);
  if (!known || Date.now() - known.at > 1000) answers.set(req.url, { at: Date.now(), answer: ask(req.url) });`);
    expect(fixed(`${http}const answers = new Map();\n${body}`)).toContain('new LRUCache({ max: 1000 })');
  });
});

test('failures that are counted up are swept, not held in a cache', () => {
  const source = `import express from 'express';
export const app = express();
const failures = new Map<string, { count: number; until: number }>();
app.post('/login', (req, res) => {
  const state = failures.get(req.body.name);
  if (state && state.until > Date.now()) return res.sendStatus(429);
  const count = (state?.count ?? 0) + 1;
  failures.set(req.body.name, { count, until: Date.now() + 1000 });
  res.end();
});
`;
  const fixed = fixedBy('expired-entry-kept', source);
  expect(fixed).toContain('setInterval(');
  expect(fixed).not.toContain('LRUCache');
});
