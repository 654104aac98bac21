import { testRule } from '../../testing/rule-cases.ts';

testRule('race-with-lasting-promise', {
  valid: [
    [
      'what settles at start, by a chain',
      {
        'app.js': `const { once } = require('events');
const server = require('http').createServer(async (req, res) => { await Promise.race([fetch(req.url), up]); res.end(); });
const up = once(server, 'listening').then(() => server.address());
server.listen(1);`,
      },
    ],
    [
      'what is connected once at start',
      {
        'app.js': `const dbReady = connect();
async function connect() { return {}; }
require('http').createServer(async (req, res) => { await dbReady; res.end(); });`,
      },
    ],
    [
      'a time-out of its own',
      {
        'app.js': `require('http').createServer(async (req, res) => { await Promise.race([fetch(req.url), new Promise((_, j) => setTimeout(j, 100))]); res.end(); });`,
      },
    ],
    [
      'a promise that settles after a second',
      {
        'app.js': `const ready = new Promise((r) => setTimeout(r, 1000));
require('http').createServer(async (req, res) => { await Promise.race([ready, fetch('x')]); res.end(); });`,
      },
    ],
    [
      'a chain in which each waits for the one before',
      {
        'app.ts': `import http from 'node:http';
let current = Promise.resolve();
http.createServer((req, res) => { current = current.then(() => { res.end(); }); });`,
      },
    ],
    [
      'a race at start',
      {
        'app.js': `const { once } = require('events');
async function main() { const s = once(process, 'SIGTERM'); await Promise.race([s, new Promise((r) => setTimeout(r, 1))]); }
main();`,
      },
    ],
    [
      'the end of the response',
      {
        'app.ts': `import http from 'node:http';
http.createServer(async (req, res) => { const closed = new Promise<void>((r) => res.once('close', r)); await Promise.race([closed, work()]); });
async function work() {}`,
      },
    ],
  ],
  invalid: [
    [
      'the end of the process, by a chain',
      {
        'app.js': `const { once } = require('events');
const stop = once(process, 'SIGTERM').then(() => { throw new Error('stopping'); });
require('http').createServer(async (req, res) => {
  await Promise.race([fetch(req.url), stop]); // leak
  res.end();
});`,
      },
    ],
    [
      'the signal that ends the process',
      {
        'app.js': `const { once } = require('events');
const shutdown = once(process, 'SIGTERM');
require('http').createServer(async (req, res) => { const r = await Promise.race([shutdown, fetch(req.url)]); res.end(); }); // leak`,
      },
    ],
    [
      'a promise that a signal handler settles',
      {
        'app.ts': `import express from 'express';
let stop!: () => void;
const stopped = new Promise<void>((r) => { stop = r; });
process.on('SIGTERM', () => stop());
const app = express();
app.get('/', async (req, res) => { const body = await Promise.race([load(), stopped]); res.json(body); }); // leak
async function load() { return 1; }`,
      },
    ],
    [
      'an abort signal in a field',
      {
        'app.ts': `import http from 'node:http';
class Svc {
  private readonly aborted: Promise<never>;
  constructor(signal: AbortSignal) { this.aborted = new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('x')))); }
  handle(id: string) { return Promise.race([this.aborted, this.load(id)]); } // leak
  private async load(id: string) { return id; }
}
const svc = new Svc(new AbortController().signal);
http.createServer(async (req, res) => { res.end(await svc.handle(req.url!)); });`,
      },
    ],
    [
      'a promise that nothing settles',
      {
        'app.js': `const never = new Promise(() => {});
const app = new (require('koa'))();
app.use(async (ctx) => { ctx.body = await Promise.any([never, work(ctx.query.id)]); }); // leak
async function work(id) { return id; }`,
      },
    ],
    [
      'a reaction by then',
      {
        'app.js': `const ready = {};
ready.closing = new Promise((resolve) => process.once('SIGINT', resolve));
require('http').createServer((req, res) => { ready.closing.then(() => res.destroy()); res.end('x'); }); // leak`,
      },
    ],
  ],
});
