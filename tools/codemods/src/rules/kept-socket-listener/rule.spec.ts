import { findingsOf, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;

testRule('kept-socket-listener', {
  valid: [
    [
      'a stream of events, which ends with its connection',
      `${app}app.get('/updates', (req, res) => {\n  res.writeHead(200, { 'Content-Type': 'text/event-stream' });\n  req.socket.on('close', () => console.log(req.url));\n});`,
    ],
    [
      'on the response',
      `${app}app.get('/', (_req, res) => { res.on('close', () => console.log('gone')); res.end(); });`,
    ],
    [
      'removed with the response',
      `${app}app.get('/', (req, res) => {\n  const note = () => console.log(req.url);\n  req.socket.on('close', note);\n  res.on('close', () => req.socket.off('close', note));\n  res.end();\n});`,
    ],
    [
      'once per connection',
      `import { createServer } from 'node:http';\ncreateServer((_req, res) => res.end()).on('connection', (socket) => {\n  socket.on('close', () => console.log('gone'));\n});`,
    ],
    [
      'of an upgrade, which has the socket to itself',
      `import { createServer } from 'node:http';\ncreateServer().on('upgrade', (request, socket) => {\n  request.socket.on('error', () => socket.destroy());\n});`,
    ],
    [
      'a socket of ours',
      `import net from 'node:net';\n${app}app.get('/', (_req, res) => {\n  const socket = net.connect(1);\n  socket.on('close', () => res.end());\n});`,
    ],
    [
      'marked, so that there is one',
      `const seen = new WeakSet<object>();\n${app}app.use((req, _res, next) => {\n  if (!seen.has(req.socket)) {\n    seen.add(req.socket);\n    req.socket.on('close', () => console.log('gone'));\n  }\n  next();\n});`,
    ],
  ],
  invalid: [
    [
      'an answer that is a text',
      `${app}app.get('/', (req, res) => {\n  res.writeHead(200, { 'Content-Type': 'text/plain' });\n  req.socket.on('close', () => console.log(req.url)); // leak\n  res.end();\n});`,
    ],
    [
      'on the socket of the request',
      `${app}app.get('/', (req, res) => {\n  req.socket.on('close', () => console.log(req.url)); // leak\n  res.end();\n});`,
    ],
    [
      'on its old name',
      {
        'app.js': `module.exports = (req, res) => {\n  req.connection.on('close', () => res.destroy()); // leak\n  res.end();\n};`,
      },
    ],
    [
      'taken out of the request',
      {
        'app.js': `require('http').createServer((req, res) => {\n  const { socket } = req;\n  socket.on('timeout', () => res.destroy()); // leak\n  res.end();\n});`,
      },
    ],
    [
      'in Koa',
      {
        'koa.js': `const Koa = require('koa');\nnew Koa().use(async (ctx, next) => {\n  ctx.req.socket.on('error', () => console.error(ctx.path)); // leak\n  await next();\n});`,
      },
    ],
    [
      'in Fastify',
      {
        'app.js': `const fastify = require('fastify')();\nfastify.get('/', async (request, reply) => {\n  request.raw.socket.on('close', () => reply.raw.destroy()); // leak\n  return 'tea';\n});`,
      },
    ],
    [
      'once, for what comes at the end of the connection',
      { 'app.js': `module.exports = (req, res, next) => {\n  res.socket.once('close', next); // leak\n};` },
    ],
  ],
});

test('names what outlives the request, and why', () => {
  const source = `${app}app.get('/', (req, res) => {\n  req.socket.on('close', () => res.end());\n});`;
  expect(findingsOf('kept-socket-listener', source).map(({ message }) => message)).toEqual([
    'req.socket gains a listener per request and outlives it by keep-alive; listen to the response, or remove the listener when it closes',
  ]);
});
