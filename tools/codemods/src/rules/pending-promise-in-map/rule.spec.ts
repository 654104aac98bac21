import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

testRule('pending-promise-in-map', {
  valid: [
    [
      'a time-out that rejects',
      {
        'app.ts': `import WebSocket from 'ws';
import http from 'node:http';
const socket = new WebSocket('ws://backend');
const pending = new Map<number, { resolve: (v: unknown) => void; timer: NodeJS.Timeout }>();
let seq = 0;
socket.on('message', (raw) => { const m = JSON.parse(String(raw)); const p = pending.get(m.id); if (!p) return; clearTimeout(p.timer); pending.delete(m.id); p.resolve(m.result); });
function call(params: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const id = ++seq;
    const timer = setTimeout(() => { pending.delete(id); reject(new Error('timeout')); }, 5000);
    pending.set(id, { resolve, timer });
    socket.send(JSON.stringify({ id, params }));
  });
}
http.createServer(async (req, res) => res.end(await call(req.url)));`,
      },
    ],
    [
      'everything rejected when the connection closes',
      {
        'app.js': `const pending = new Map();
let n = 0;
const sock = require('net').connect(1);
sock.on('data', (d) => { const m = JSON.parse(d); const cb = pending.get(m.id); pending.delete(m.id); cb && cb(null, m); });
sock.on('close', () => { for (const cb of pending.values()) cb(new Error('closed')); pending.clear(); });
function ask(q, cb) { const id = n++; pending.set(id, cb); sock.write(JSON.stringify({ id, q })); }
require('http').createServer((req, res) => ask(req.url, (e, m) => res.end(String(m))));`,
      },
    ],
    [
      'a deletion in finally',
      {
        'app.ts': `import http from 'node:http';
const waiting = new Map<string, (v: string) => void>();
declare const bus: { on(e: string, f: (m: { id: string; v: string }) => void): void; send(id: string): void };
bus.on('m', (m) => { waiting.get(m.id)?.(m.v); });
async function ask(id: string) {
  try { return await Promise.race([new Promise<string>((r) => { waiting.set(id, r); bus.send(id); }), new Promise<string>((_, j) => setTimeout(j, 100))]); } finally { waiting.delete(id); }
}
http.createServer(async (req, res) => { res.end(await ask(req.url!)); });`,
      },
    ],
    [
      'a queue of waiters',
      {
        'app.js': `const waiters = [];
function acquire() { return new Promise((r) => waiters.push(r)); }
function release() { const w = waiters.shift(); if (w) w(); }
require('http').createServer(async (req, res) => { await acquire(); release(); res.end(); });`,
      },
    ],
    [
      'what is under way',
      {
        'app.ts': `import http from 'node:http';
const inflight = new Map<string, Promise<string>>();
http.createServer(async (req, res) => { const k = req.url!; let p = inflight.get(k); if (!p) { p = Promise.resolve(k); inflight.set(k, p); void p.then(() => inflight.delete(k), () => inflight.delete(k)); } res.end(await p); });`,
      },
    ],
    [
      'a queue of a package',
      {
        'app.ts': `import http from 'node:http';
import PQueue from 'p-queue';
const q = new PQueue({ concurrency: 1 });
http.createServer(async (req, res) => { await q.add(async () => req.url); res.end(); });`,
      },
    ],
  ],
  invalid: [
    [
      'answers of a socket by number',
      {
        'app.ts': `import WebSocket from 'ws';
import express from 'express';
const socket = new WebSocket('ws://backend');
const pending = new Map<number, (value: unknown) => void>();
let seq = 0;
socket.on('message', (raw) => { const m = JSON.parse(String(raw)); pending.get(m.id)?.(m.result); pending.delete(m.id); });
function call(method: string, params: unknown): Promise<unknown> {
  return new Promise((resolve) => { const id = ++seq; pending.set(id, resolve); socket.send(JSON.stringify({ id, method, params })); }); // leak
}
express().get('/:id', async (req, res) => { res.json(await call('get', req.params.id)); });`,
      },
    ],
    [
      'replies of a queue by correlation id',
      {
        'app.js': `const amqp = require('amqplib');
const { randomUUID } = require('crypto');
const waiting = {};
let channel, replyTo;
async function rpc(queue, msg) {
  const correlationId = randomUUID();
  return new Promise((resolve, reject) => {
    waiting[correlationId] = { resolve, reject }; // leak
    channel.sendToQueue(queue, Buffer.from(JSON.stringify(msg)), { correlationId, replyTo });
  });
}
async function start() { const c = await amqp.connect('amqp://x'); channel = await c.createChannel(); channel.consume(replyTo, (m) => { const w = waiting[m.properties.correlationId]; if (w) { w.resolve(m.content); delete waiting[m.properties.correlationId]; } }); }
start();
require('http').createServer(async (req, res) => res.end(await rpc('q', req.url)));`,
      },
    ],
    [
      'a pool of workers',
      {
        'app.ts': `import { Worker } from 'node:worker_threads';
import http from 'node:http';
class Pool {
  private callbacks = new Map<string, { resolve: (v: string) => void; reject: (e: Error) => void }>();
  private n = 0;
  private worker = new Worker('./w.js');
  constructor() { this.worker.on('message', ({ id, result }) => { const cb = this.callbacks.get(id); if (!cb) return; this.callbacks.delete(id); cb.resolve(result); }); }
  run(data: string) { const id = String(this.n++); return new Promise<string>((resolve, reject) => { this.callbacks.set(id, { resolve, reject }); this.worker.postMessage({ id, data }); }); } // leak
}
const pool = new Pool();
http.createServer(async (req, res) => res.end(await pool.run(req.url!)));`,
      },
    ],
    [
      'an answer that leaves its question in',
      {
        'app.js': `const child = require('child_process').fork('./c.js');
const replies = new Map();
child.on('message', (m) => { replies.get(m.id).resolve(m); });
require('http').createServer(async (req, res) => {
  const id = Math.random().toString(36);
  const p = new Promise((resolve, reject) => replies.set(id, { resolve, reject })); // leak
  child.send({ id, url: req.url });
  res.end(JSON.stringify(await p));
});`,
      },
    ],
    [
      'promises with their resolvers',
      {
        'app.ts': `import http from 'node:http';
import { randomUUID } from 'node:crypto';
import { bus } from './bus';
const deferreds = new Map<string, PromiseWithResolvers<string>>();
bus.on('reply', (m: { id: string; text: string }) => { deferreds.get(m.id)?.resolve(m.text); });
http.createServer(async (_req, res) => {
  const id = randomUUID();
  const d = Promise.withResolvers<string>();
  deferreds.set(id, d); // leak
  bus.emit('ask', { id });
  res.end(await d.promise);
});`,
      },
    ],
    [
      'answers that leave their question in',
      {
        'app.js': `const pending = new Map();\nlet next = 0;\nfunction ask(socket, data) {\n  return new Promise((resolve, reject) => {\n    const id = ++next;\n    pending.set(id, { resolve, reject }); // leak\n    socket.send(JSON.stringify({ id, data }));\n  });\n}\nrequire('http').createServer(async (req, res) => res.end(await ask(upstream, req.url)));\nconst upstream = require('./upstream');\nupstream.on('message', (text) => { const { id, data } = JSON.parse(text); pending.get(id)?.resolve(data); });`,
      },
    ],
  ],
});

test('is less sure where an answer takes the entry out', () => {
  const source = (answered: string) =>
    `const waiting = new Map();\nlet last = 0;\nconst ask = (socket, text) => new Promise((resolve, reject) => {\n  const id = ++last;\n  waiting.set(id, { resolve, reject });\n  socket.send(text);\n});\nrequire('http').createServer(async (req, res) => res.end(await ask(upstream, req.url)));\nupstream.on('message', (m) => { waiting.get(m.id)?.resolve(m); ${answered} });`;
  const confidence = (answered: string) =>
    findingsOf('pending-promise-in-map', { 'app.js': source(answered) }).map((finding) => finding.confidence);
  expect(confidence('')).toEqual(['high']);
  expect(confidence('waiting.delete(m.id);')).toEqual(['medium']);
});

test('the rewrite rejects when its time is over, and what was answered is left alone', () => {
  const source = `const waiting = {};\nlet last = 0;\nfunction ask(socket, text) {\n  return new Promise((resolve, reject) => {\n    const id = ++last;\n    waiting[id] = { resolve, reject };\n    socket.send(text);\n  });\n}\nrequire('http').createServer(async (req, res) => res.end(await ask(upstream, req.url)));\nupstream.on('message', (m) => {\n  waiting[m.id]?.resolve(m);\n  delete waiting[m.id];\n});\n`;
  expect(fixedBy('pending-promise-in-map', source, 'app.js')).toBe(
    source.replace(
      `    socket.send`,
      `    setTimeout(() => {\n      if (!(id in waiting)) return;\n      delete waiting[id];\n      reject(new Error('no answer within 30 seconds'));\n    }, 30_000).unref();\n    socket.send`,
    ),
  );
});
