const http = require('node:http');
const express = require('express');
const got = require('got');
const Keyv = require('keyv');

const upstream = http.createServer((req, res) => res.setHeader('content-type', 'application/json').end('{"ok":true}'));
upstream.keepAliveTimeout = 60_000;
const upstreamPort = new Promise((resolve) => upstream.listen(0, '127.0.0.1', () => resolve(upstream.address().port)));
const cache = new Keyv();
cache.setMaxListeners(0);
const app = express();

app.get('/', async (req, res) => {
  const { body } = await got(`http://127.0.0.1:${await upstreamPort}/`, { cache });
  res.type('json').send(body);
});
app.listen(Number(process.env.PORT ?? 0), '127.0.0.1');
