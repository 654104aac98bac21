import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

testRule('metric-label-per-request', {
  valid: [
    [
      'a timer whose labels are routes',
      {
        'app.js': `const client = require('prom-client');
const took = new client.Histogram({ name: 'took', help: 't', labelNames: ['route'] });
require('express')().use((req, res, next) => {
  const stop = took.startTimer();
  res.on('finish', () => stop({ route: req.route.path }));
  next();
});`,
      },
    ],
    [
      'methods, status codes and routes',
      {
        'app.js': `const client = require('prom-client');
const hits = new client.Counter({ name: 'hits', help: 'h', labelNames: ['method', 'status', 'route'] });
require('express')().use((req, res, next) => { res.on('finish', () => hits.inc({ method: req.method, status: res.statusCode, route: req.route.path })); next(); });`,
      },
    ],
    [
      'no labels',
      {
        'app.js': `const client = require('prom-client');
const hits = new client.Counter({ name: 'hits', help: 'h' });
require('http').createServer((req, res) => { hits.inc(); hits.inc(req.url.length); res.end(); });`,
      },
    ],
    [
      'a status code as label',
      {
        'app.js': `const client = require('prom-client');
const h = new client.Histogram({ name: 'h', help: 'h', labelNames: ['code'] });
require('http').createServer((req, res) => { h.observe({ code: res.statusCode }, Number(req.headers['content-length'])); h.labels('200').observe(req.url.length); res.end(); });`,
      },
    ],
    [
      'a series that is removed on close',
      {
        'app.js': `const client = require('prom-client');
const g = new client.Gauge({ name: 'g', help: 'g', labelNames: ['ip'] });
require('http').createServer((req, res) => { const ip = req.socket.remoteAddress; g.labels(ip).inc(); res.on('close', () => g.remove(ip)); });`,
      },
    ],
    [
      'a metric that is reset',
      {
        'app.js': `const client = require('prom-client');
const g = new client.Gauge({ name: 'g', help: 'g', labelNames: ['path'] });
setInterval(() => g.reset(), 60000);
require('http').createServer((req, res) => { g.inc({ path: req.url }); res.end(); });`,
      },
    ],
    [
      'a path of which a helper makes one of few',
      {
        'app.js': `const client = require('prom-client');
const h = new client.Histogram({ name: 'h', help: 'h', labelNames: ['path'] });
function normalise(url) { if (url.startsWith('/api')) return '/api'; return 'other'; }
require('http').createServer((req, res) => { h.observe({ path: normalise(req.url) }, 1); res.end(); });`,
      },
    ],
    [
      'a label of few values that callers pass',
      `import { Counter } from 'prom-client';\nimport http from 'node:http';\nconst jobs = new Counter({ name: 'jobs', help: 'x', labelNames: ['status'] });\nconst count = (status: string) => jobs.inc({ status });\nhttp.createServer((req, res) => {\n  count(String(res.statusCode));\n  res.end();\n});`,
    ],
    [
      'ids that a regular expression takes out of the path',
      `import { Counter } from 'prom-client';\nimport http from 'node:http';\nconst hits = new Counter({ name: 'hits', help: 'x', labelNames: ['path'] });\nhttp.createServer((req, res) => {\n  const path = req.url!.replace(/\\d+/g, ':id');\n  hits.inc({ path });\n  res.end();\n});`,
    ],
  ],
  invalid: [
    [
      'a timer that is stopped with a path',
      {
        'app.js': `const client = require('prom-client');
const took = new client.Histogram({ name: 'took', help: 't', labelNames: ['path'] });
require('express')().use((req, res, next) => {
  const stop = took.startTimer();
  res.on('finish', () => stop({ path: req.path })); // leak
  next();
});`,
      },
    ],
    [
      'the path that was asked for',
      {
        'app.js': `const client = require('prom-client');
const hits = new client.Counter({ name: 'hits', help: 'h', labelNames: ['path'] });
require('express')().use((req, res, next) => { hits.inc({ path: req.originalUrl }); next(); }); // leak`,
      },
    ],
    [
      'a user by startTimer',
      {
        'app.ts': `import { Histogram, register } from 'prom-client';
import Koa from 'koa';
const duration = new Histogram({ name: 'd', help: 'd', labelNames: ['user', 'method'] as const });
new Koa().use(async (ctx, next) => { const end = duration.startTimer({ user: ctx.state.user.id, method: ctx.method }); await next(); end(); }); // leak`,
      },
    ],
    [
      'an address by labels',
      {
        'app.js': `const client = require('prom-client');
const g = new client.Gauge({ name: 'g', help: 'g', labelNames: ['ip'] });
require('http').createServer((req, res) => { g.labels(req.socket.remoteAddress).set(1); res.end(); }); // leak`,
      },
    ],
    [
      'a metric per request',
      {
        'app.ts': `import client from 'prom-client';
import express from 'express';
express().get('/:id', (req, res) => { const c = new client.Counter({ name: \`views_\${req.params.id}\`, help: 'x' }); c.inc(); res.end(); }); // leak`,
      },
    ],
  ],
});

test('the path becomes the route where the handler stands in its own route, and only there', () => {
  const source = (route: string) =>
    `import express from 'express';\nimport { Counter } from 'prom-client';\n\nconst hits = new Counter({ name: 'hits', help: 'x', labelNames: ['path'] });\nconst app = express();\napp.${route}(req, res) => {\n  hits.inc({ path: req.path });\n  res.end();\n});\n`;
  expect(fixedBy('metric-label-per-request', source(`get('/:id', `))).toContain(`{ path: req.route.path }`);
  expect(fixedBy('metric-label-per-request', source(`use(`))).toBe(source(`use(`));
});

test('is surer of what clients send than of what a helper hands on', () => {
  const source = (value: string) =>
    `import http from 'node:http';\nimport { Counter } from 'prom-client';\nconst hits = new Counter({ name: 'hits', help: 'x', labelNames: ['userId'] });\nconst hit = (userId: string) => hits.inc({ userId: ${value} });\nhttp.createServer((req, res) => {\n  hit(String(req.headers['x-user']));\n  res.end();\n});`;
  expect(findingsOf('metric-label-per-request', source('userId')).map(({ confidence }) => confidence)).toEqual([
    'medium',
  ]);
});
