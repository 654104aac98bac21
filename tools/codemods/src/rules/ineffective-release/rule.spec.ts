import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;

testRule('ineffective-release', {
  valid: [
    [
      'a member that is set to the other',
      {
        'app.js': `const { WebSocketServer } = require('ws');
const clients = new Map();
new WebSocketServer({ port: 1 }).on('connection', (client, req) => {
  client.key = req.url;
  clients.set(req.url, client);
  client.on('close', () => clients.delete(client.key));
});`,
      },
    ],
    [
      'a gateway that takes one name for coming and going',
      `import { WebSocketGateway } from '@nestjs/websockets';
@WebSocketGateway()
export class Gate {
  private readonly users = new Map<string, number>();
  handleConnection(client) { this.users.set(client.handshake.auth.user, 1); }
  handleDisconnect(socket) { this.users.delete(socket.handshake.auth.user); }
}`,
    ],
    [
      'a count that is deleted at zero',
      {
        'app.js': `const active = {};
require('http').createServer((req, res) => {
  active[req.url] = (active[req.url] || 0) + 1;
  res.on('close', () => { if (--active[req.url] `,
      },
    ],
    [
      'a room that is deleted when it is empty',
      {
        'app.js': `const rooms = new Map();
require('http').createServer((req, res) => {
  const room = req.url;
  if (!rooms.has(room)) rooms.set(room, new Set());
  const set = rooms.get(room);
  set.add(res);
  res.on('close', () => { set.delete(res); if (set.size `,
      },
    ],
    [
      'a slice that is assigned',
      {
        'app.js': `let recent = [];
require('http').createServer((req, res) => { recent.push(req.url); recent = recent.slice(-100); res.end(); });`,
      },
    ],
    [
      'a deletion on finish and on close by one function',
      {
        'app.js': `const uploads = new Map();
require('http').createServer((req, res) => {
  uploads.set(req.url, 1);
  const done = () => uploads.delete(req.url);
  res.on('finish', done); res.on('close', done);
});`,
      },
    ],
    [
      'a deletion when the stream is finished, however',
      {
        'app.ts': `import { finished } from 'node:stream';
import http from 'node:http';
const open = new Set<http.ServerResponse>();
http.createServer((req, res) => { open.add(res); finished(res, () => open.delete(res)); });`,
      },
    ],
    [
      'a queue that is drained',
      {
        'app.js': `const queue = [];
let running = false;
async function drain() { running = true; while (queue.length) { const j = queue.shift(); await j(); } running = false; }
require('http').createServer((req, res) => { queue.push(() => res.end()); if (!running) drain(); });`,
      },
    ],
    [
      'a ring',
      {
        'app.js': `const ring = new Array(100); let i = 0;
require('http').createServer((req, res) => { ring[i++ % 100] = req.url; res.end(); });`,
      },
    ],
    [
      'what is under way, deleted when it is settled',
      {
        'app.js': `const inFlight = new Map();
async function once(key, fn) {
  if (inFlight.has(key)) return inFlight.get(key);
  const p = fn().finally(() => inFlight.delete(key));
  inFlight.set(key, p);
  return p;
}
require('http').createServer(async (req, res) => res.end(await once(req.url, async () => 'x')));`,
      },
    ],
    [
      'a deletion after a while',
      {
        'app.js': `const m = new Map();
require('http').createServer((req, res) => { const id = req.url; m.set(id, res); setTimeout(() => { m.delete(id); res.end(); }, 50); });`,
      },
    ],
  ],
  invalid: [
    [
      'a gateway that deletes by another member than it sets',
      `import { WebSocketGateway } from '@nestjs/websockets';
@WebSocketGateway()
export class Gate {
  private readonly users = new Map<string, number>();
  handleConnection(client) { this.users.set(client.id, 1); }
  handleDisconnect(client) {
    const user = client.handshake.auth.user;
    this.users.delete(user); // leak
  }
}`,
    ],
    [
      'a value that is taken for its key',
      {
        'app.js': `const { WebSocketServer } = require('ws');
const clients = new Map();
new WebSocketServer({ port: 1 }).on('connection', (client, req) => {
  const user = new URL(req.url, 'http://x').searchParams.get('user');
  clients.set(user, client);
  client.on('close', () => clients.delete(client)); // leak
});`,
      },
    ],
    [
      'a count that returns to zero and stays',
      {
        'app.js': `const express = require('express');
const active = {};
const app = express();
app.use((req, res, next) => {
  active[req.ip] = (active[req.ip] || 0) + 1;
  res.on('close', () => { active[req.ip]--; }); // leak
  next();
});`,
      },
    ],
    [
      'a lock that is set to null in a Map',
      {
        'app.ts': `import http from 'node:http';
const locks = new Map<string, Promise<void> | null>();
http.createServer(async (req, res) => {
  const key = req.url!;
  await locks.get(key);
  const work = new Promise<void>((r) => setTimeout(r, 5));
  locks.set(key, work);
  await work;
  locks.set(key, null); // leak
  res.end();
});`,
      },
    ],
    [
      'a deletion under a part of the key, in a callback',
      {
        'app.js': `const jobs = new Map();
require('http').createServer((req, res) => {
  const id = req.headers['x-request-id'];
  jobs.set(\`job:\${id}\`, { url: req.url }); // any
  res.on('close', () => jobs.delete(id)); // leak
  res.end();
});`,
      },
    ],
    [
      'an eviction that nothing calls',
      {
        'app.js': `const cache = new Map();
const MAX = 100;
function evictOldest() { while (cache.size > MAX) cache.delete(cache.keys().next().value); }
require('http').createServer((req, res) => { cache.set(req.url, Date.now()); res.end(); }); // leak`,
      },
    ],
    [
      'a slice whose result nobody takes',
      {
        'app.js': `const recent = [];
require('http').createServer((req, res) => {
  recent.push(req.url);
  if (recent.length > 100) recent.slice(-100); // leak
  res.end();
});`,
      },
    ],
    [
      'a deletion on finish of the raw response of Fastify',
      {
        'app.js': `const uploads = new Map();
const app = require('fastify')();
app.post('/u/:id', async (req, reply) => {
  uploads.set(req.params.id, { started: Date.now() });
  reply.raw.on('finish', () => uploads.delete(req.params.id)); // leak
  return {};
});`,
      },
    ],
    [
      'a filter on a timer whose result nobody takes',
      {
        'app.js': `let log = [];
function trim() { log.filter((e) => e.at > Date.now() - 1000); }
setInterval(trim, 1000);
require('http').createServer((req, res) => { log.push({ at: Date.now() }); res.end(); }); // leak`,
      },
    ],
    [
      'an entry that is set to undefined',
      {
        'app.js': `const waiting = {};
require('http').createServer((req, res) => {
  const k = req.url;
  waiting[k] = res;
  setTimeout(() => { waiting[k].end(); waiting[k] = undefined; }, 10); // leak
});`,
      },
    ],
    [
      'a deletion under an object made on the spot',
      {
        'app.ts': `import http from 'node:http';
interface User { id: string }
const online = new Map<User, number>();
http.createServer((req, res) => {
  const user: User = { id: req.url! };
  online.set(user, Date.now());
  res.on('close', () => online.delete({ id: user.id })); // leak
});`,
      },
    ],
    [
      'a list of streams filtered on finish only',
      {
        'app.ts': `import Fastify from 'fastify';
const app = Fastify();
let streams: { id: number; raw: NodeJS.WritableStream }[] = [];
app.get('/sse', (req, reply) => {
  const id = Date.now();
  streams.push({ id, raw: reply.raw });
  reply.raw.on('finish', () => { streams = streams.filter((s) => s.id !== id); }); // leak
});`,
      },
    ],
    [
      'a socket that leaves only when it fails',
      {
        'app.js': `const app = require('express')();
require('express-ws')(app);
const peers = new Set();
app.ws('/live', (ws, req) => { peers.add(ws); ws.on('error', () => peers.delete(ws)); }); // leak`,
      },
    ],
    [
      'an entry that is only set to null',
      `${app}const open: Record<string, unknown> = {};\napp.get('/:id', (req, res) => {\n  open[req.params.id] = {};\n  res.on('close', () => { open[req.params.id] = null; }); // leak\n});`,
    ],
    [
      'a deletion on finish only: aborted requests never finish',
      `${app}const open = new Map();\napp.get('/:id', (req, res) => {\n  open.set(req.params.id, 1);\n  res.on('finish', () => open.delete(req.params.id)); // leak\n});`,
    ],
    [
      'a deletion under another key',
      `${app}const open = new Map();\napp.get('/:id', (req, res) => {\n  const key = \`\${req.ip}:\${req.params.id}\`;\n  open.set(key, 1);\n  open.delete(req.params.id); // leak\n  res.end();\n});`,
    ],
    [
      'an eviction that nobody calls',
      `${app}const cache = new Map();\nfunction evict() {\n  for (const key of cache.keys()) cache.delete(key);\n}\napp.get('/:id', (req, res) => {\n  cache.set(req.params.id, 1); // leak\n  res.end();\n});`,
    ],
    [
      'a counter that reaches zero but stays: where it is lowered',
      `${app}const open: Record<string, number> = {};\napp.get('/:id', (req, res) => {\n  const id = req.params.id;\n  open[id] = (open[id] ?? 0) + 1;\n  res.on('close', () => {\n    open[id] -= 1; // leak\n  });\n});`,
    ],
    [
      'a function that would empty it and is never called',
      `${app}const seen: string[] = [];\nfunction clear() {\n  seen.length = 0;\n}\napp.use((req, _res, next) => {\n  seen.push(req.url); // leak\n  next();\n});`,
    ],
  ],
});

describe('rewrites', () => {
  test('delete a count that is back at zero', () => {
    const source = `const http = require('http');\nconst open = {};\nhttp.createServer((req, res) => {\n  open[req.url] = (open[req.url] || 0) + 1;\n  res.on('close', () => {\n    open[req.url] -= 1;\n  });\n});\n`;
    expect(fixedBy('ineffective-release', source, 'app.js')).toContain(
      `    open[req.url] -= 1;\n    if (open[req.url] === 0) delete open[req.url];\n  });`,
    );
  });

  test('delete an entry instead of emptying it', () => {
    const source = `const http = require('http');\nconst open = {};\nhttp.createServer((req, res) => {\n  open[req.url] = req;\n  res.on('close', () => {\n    open[req.url] = null;\n  });\n});\n`;
    expect(fixedBy('ineffective-release', source, 'app.js')).toContain(`    delete open[req.url];\n`);
  });

  test('delete on close instead of finish', () => {
    const source = `const http = require('http');\nconst open = new Map();\nhttp.createServer((req, res) => {\n  open.set(req.url, 1);\n  res.on("finish", () => open.delete(req.url));\n});\n`;
    expect(fixedBy('ineffective-release', source, 'app.js')).toContain(`res.on("close", () => open.delete(req.url));`);
  });

  test('assign the list that a slice makes', () => {
    const source = `let recent = [];\nrequire('http').createServer((req, res) => {\n  recent.push(req.url);\n  recent.slice(-100);\n  res.end();\n});\n`;
    expect(fixedBy('ineffective-release', source, 'app.js')).toContain(`  recent = recent.slice(-100);\n`);
  });

  test('leave a count whose presence matters to a person', () => {
    const source = `const open = {};\nrequire('http').createServer((req, res) => {\n  if (!(req.url in open)) open[req.url] = 0;\n  open[req.url] += 1;\n  res.on('close', () => {\n    open[req.url] -= 1;\n  });\n});\n`;
    expect(fixedBy('ineffective-release', source, 'app.js')).toBe(source);
    expect(findingsOf('ineffective-release', { 'app.js': source }).map(({ fix }) => fix)).toEqual(['manual']);
  });
});

test('says what is wrong with the release', () => {
  const idle = `const cache = new Map();\nfunction evict() { if (cache.size > 9) cache.delete(cache.keys().next().value); }\nrequire('http').createServer((req, res) => { cache.set(req.url, 1); res.end(); });`;
  const [finding] = findingsOf('ineffective-release', { 'app.js': idle });
  expect(finding?.message).toBe(
    'cache keeps an entry for every req.url because nothing calls evict; call it where entries are added',
  );
});
