import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;

testRule('client-per-request', {
  valid: [
    [
      'an agent that a request borrows, destroyed in the end',
      {
        'proxy.js': `const http = require('http');
http.createServer((req, res) => {
  const agent = new http.Agent({ keepAlive: true });
  res.on('close', () => agent.destroy());
  req.pipe(http.request({ path: req.url, agent }, (answer) => answer.resume()));
});`,
      },
    ],
    [
      'hung on the request, and closed by that name',
      `import { PrismaClient } from '@prisma/client';
${app}app.use((req, res, next) => {
  req.prisma = new PrismaClient();
  res.on('close', () => req.prisma.$disconnect());
  next();
});`,
    ],
    [
      'set on a context of Hono, and closed when it is taken from there',
      `import { Hono } from 'hono';
import winston from 'winston';
new Hono().use(async (c, next) => {
  const logger = winston.createLogger({ transports: [new winston.transports.File({ filename: 'a' })] });
  c.set('log', logger);
  await next();
  const log = c.get('log');
  log.close();
});`,
    ],
    [
      'one for the module',
      `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
${app}app.get('/', async (_req, res) => { res.json(await prisma.user.findMany()); });`,
    ],
    [
      'made by the first request',
      `import Redis from 'ioredis';
let redis: Redis | undefined;
const client = () => (redis ??= new Redis());
${app}app.get('/:key', async (req, res) => { res.send(await client().get(req.params.key)); });`,
    ],
    [
      'made by the first request, behind a condition, in CommonJS',
      {
        'db.js': `const { MongoClient } = require('mongodb');
let client;
module.exports = async function connect() {
  if (client) return client;
  client = new MongoClient(process.env.MONGO_URL);
  await client.connect();
  return client;
};`,
        'app.js': `const connect = require('./db');
module.exports = async (req, res) => {
  const client = await connect();
  res.json(await client.db().collection('tea').findOne({ kind: req.params.kind }));
};`,
      },
    ],
    [
      'kept for the development server',
      {
        'prisma.ts': `import { PrismaClient } from '@prisma/client';
const globalForPrisma = globalThis as unknown as { prisma?: PrismaClient };
export const prisma = globalForPrisma.prisma ?? new PrismaClient();
if (process.env.NODE_ENV !== 'production') globalForPrisma.prisma = prisma;`,
        'route.ts': `import { prisma } from './prisma';
export async function handler(req: Request, res: any) { res.json(await prisma.tea.count()); }`,
      },
    ],
    [
      'closed in a finally block',
      `import { Client } from 'pg';
${app}app.get('/', async (_req, res) => {
  const client = new Client();
  await client.connect();
  try {
    res.json(await client.query('select 1'));
  } finally {
    await client.end();
  }
});`,
    ],
    [
      'one per tenant, kept by its name',
      `import { Pool } from 'pg';
const pools = new Map<string, Pool>();
function poolOf(tenant: string) {
  let pool = pools.get(tenant);
  if (!pool) {
    pool = new Pool({ database: tenant });
    pools.set(tenant, pool);
  }
  return pool;
}
const tenants = ['north', 'south'] as const;
${app}app.get('/', async (req, res) => { res.json(await poolOf(tenants[req.query.south ? 1 : 0]).query('select 1')); });`,
    ],
    [
      'a field of a service that the container makes once',
      `import { Controller, Get, Injectable } from '@nestjs/common';
import Redis from 'ioredis';
@Injectable()
export class Store {
  readonly redis = new Redis();
}
@Controller()
export class Tea {
  constructor(private readonly store: Store) {}
  @Get() all() { return this.store.redis.keys('tea:*'); }
}`,
    ],
    [
      'a plugin that is registered once',
      {
        'redis.js': `const Redis = require('ioredis');
module.exports = async (fastify, options) => {
  const client = new Redis(options);
  fastify.decorate('redis', client);
  fastify.addHook('onClose', () => client.quit());
};`,
      },
    ],
    [
      'an agent that keeps nothing',
      `import http from 'node:http';
${app}app.get('/', (_req, res) => {
  const agent = new http.Agent();
  http.get({ host: 'tea.example', agent }, (answer) => answer.pipe(res));
});`,
    ],
    [
      'a logger that writes to the console',
      `import winston from 'winston';
${app}app.use((req, _res, next) => {
  const logger = winston.createLogger({ transports: [new winston.transports.Console()] });
  logger.info(req.url);
  next();
});`,
    ],
    [
      'a transport of mails that keeps no connection',
      `import nodemailer from 'nodemailer';
${app}app.post('/', async (req, res) => {
  const transport = nodemailer.createTransport({ host: 'mail.example' });
  await transport.sendMail(req.body);
  res.end();
});`,
    ],
    [
      'another thing of that name',
      `import { Client } from './client';
${app}app.get('/', async (_req, res) => { const client = new Client(); res.json(await client.get()); });`,
    ],
    [
      'an argument of a lasting thing',
      `import Redis from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
${app}const limiter = new RateLimiterRedis({ storeClient: new Redis() });
app.use((req, _res, next) => { void limiter.consume(req.ip ?? ''); next(); });`,
    ],
    [
      'closed by the helper that is given what to do with it',
      `import { MongoClient } from 'mongodb';
async function withClient<T>(use: (client: MongoClient) => Promise<T>) {
  const client = new MongoClient('mongodb://localhost');
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}
${app}app.get('/', async (_req, res) => { res.json(await withClient((client) => client.db().stats())); });`,
    ],
  ],
  invalid: [
    [
      'an agent that a request only borrows',
      {
        'proxy.js': `const http = require('http');
http.createServer((req, res) => {
  const agent = new http.Agent({ keepAlive: true }); // leak
  req.pipe(http.request({ path: req.url, agent }, (answer) => answer.resume()));
});`,
      },
    ],
    [
      'hung on the request',
      `import { PrismaClient } from '@prisma/client';
${app}app.use((req, res, next) => {
  req.prisma = new PrismaClient(); // leak
  next();
});
app.get('/', async (req, res) => res.json(await req.prisma.user.findMany()));`,
    ],
    [
      'kept in a variable, then hung on what the response takes along',
      `import Redis from 'ioredis';
${app}app.use((req, res, next) => {
  const redis = new Redis(); // leak
  res.locals.redis = redis;
  next();
});`,
    ],
    [
      'set on a context of Hono',
      `import { Hono } from 'hono';
import winston from 'winston';
new Hono().use(async (c, next) => {
  const logger = winston.createLogger({ transports: [new winston.transports.File({ filename: 'a' })] }); // leak
  c.set('log', logger);
  await next();
});`,
    ],
    [
      'one for each job',
      `import { Worker } from 'bullmq';
import Redis from 'ioredis';
new Worker('mails', async (job) => {
  const redis = new Redis(); // leak
  await redis.set(job.id, 'sent');
});`,
    ],
    [
      'Prisma in a route',
      `import { PrismaClient } from '@prisma/client';
${app}app.get('/', async (_req, res) => {
  const prisma = new PrismaClient(); // leak
  res.json(await prisma.user.findMany());
});`,
    ],
    [
      'Prisma on the spot',
      `import { PrismaClient } from '@prisma/client';
export const all = async (req: Request, res: any) => res.json(await new PrismaClient().user.findMany()); // leak`,
    ],
    [
      'Redis, chained, CommonJS',
      {
        'cart.js': `const { createClient } = require('redis');
exports.show = async (req, res) => {
  const client = await createClient({ url: process.env.REDIS_URL }) // leak
    .on('error', (error) => console.error(error))
    .connect();
  res.json(await client.hGetAll('cart:' + req.params.id));
};`,
      },
    ],
    [
      'a pool, in Koa',
      {
        'koa.js': `const Koa = require('koa');
const { Pool } = require('pg');
new Koa().use(async (ctx) => {
  const pool = new Pool({ max: 4 }); // leak
  const { rows } = await pool.query('select now()');
  ctx.body = rows;
});`,
      },
    ],
    [
      'a connection, callbacks',
      {
        'users.js': `var mysql = require('mysql');
module.exports = function (app) {
  app.get('/users', function (req, res) {
    var connection = mysql.createConnection({ host: 'localhost' }); // leak
    connection.connect();
    connection.query('select * from users', function (error, rows) {
      if (error) throw error;
      res.json(rows);
    });
  });
};`,
      },
    ],
    [
      'made by a function that routes call',
      {
        'db.ts': `import { MongoClient } from 'mongodb';
export async function connect() {
  const client = await MongoClient.connect('mongodb://localhost'); // leak
  return client;
}`,
        'route.ts': `import { connect } from './db';
${app}app.get('/', async (_req, res) => {
  const client = await connect();
  res.json(await client.db().stats());
});`,
      },
    ],
    [
      'a field of what each request makes',
      `import { PrismaClient } from '@prisma/client';
class Users {
  private readonly db = new PrismaClient(); // leak
  all() { return this.db.user.findMany(); }
}
${app}app.get('/', async (_req, res) => { res.json(await new Users().all()); });`,
    ],
    [
      'an agent that keeps its sockets',
      `import https from 'node:https';
import axios from 'axios';
${app}app.get('/', async (_req, res) => {
  const agent = new https.Agent({ keepAlive: true }); // leak
  agent.maxSockets = 4;
  res.json((await axios.get('https://tea.example')).data);
});`,
    ],
    [
      'a queue per job, in Nest',
      `import { Body, Controller, Post } from '@nestjs/common';
import { Queue } from 'bullmq';
@Controller('jobs')
export class Jobs {
  @Post()
  async add(@Body() job: object) {
    const queue = new Queue('jobs'); // leak
    await queue.add('brew', job);
  }
}`,
    ],
    [
      'a connection to a broker',
      `import amqp from 'amqplib';
${app}app.post('/', async (req, res) => {
  const connection = await amqp.connect('amqp://localhost'); // leak
  const channel = await connection.createChannel();
  channel.sendToQueue('tea', Buffer.from(JSON.stringify(req.body)));
  res.sendStatus(202);
});`,
    ],
    [
      'a variable of the module, overwritten each time',
      {
        'ws.js': `const WebSocket = require('ws');
let upstream;
require('http').createServer((req, res) => {
  upstream = new WebSocket('ws://tea.example'); // leak
  upstream.once('message', (text) => res.end(text));
});`,
      },
    ],
    [
      'a logger that opens its file',
      {
        'app.js': `const winston = require('winston');
const app = require('express')();
app.use((req, res, next) => {
  const logger = winston.createLogger({ // leak
    transports: [new winston.transports.File({ filename: 'access.log' })],
  });
  logger.info(req.url);
  next();
});`,
      },
    ],
    [
      'a cache per request, whose timer goes on',
      {
        'app.mjs': `import NodeCache from 'node-cache';
import fastify from 'fastify';
fastify().get('/:id', async (request) => {
  const cache = new NodeCache({ stdTTL: 60 }); // leak
  cache.set(request.params.id, 1);
  return cache.keys();
});`,
      },
    ],
  ],
});

test('says what is made, how often, and what to do', () => {
  const source = `import { PrismaClient } from '@prisma/client';\n${app}app.get('/', async (_req, res) => { const db = new PrismaClient(); res.json(await db.a.count()); });`;
  expect(findingsOf('client-per-request', source)).toMatchObject([
    { message: 'db is made per request and never closed; make one for all requests', confidence: 'high' },
  ]);
});

describe('the rewrite', () => {
  const head = `const { Pool } = require('pg');\nconst url = process.env.URL;\n`;
  const route = (path: string, made: string) =>
    `exports.${path} = async (req, res) => {\n${made}  res.json(await pool.query('select 1'));\n};\n`;

  test('moves the client to the module, also where several functions make the same', () => {
    const made = `  const pool = new Pool({ url });\n`;
    expect(fixedBy('client-per-request', `${head}\n${route('a', made)}\n${route('b', made)}`, 'app.js')).toBe(
      `${head}\nconst pool = new Pool({ url });\n\n${route('a', '')}\n${route('b', '')}`,
    );
  });

  test.each([
    ['is made of the request', `  const pool = new Pool({ database: req.params.tenant });\n`],
    ['waits for something', `  const pool = await new Pool({ url }).connect();\n`],
    ['is declared with something else', `  const pool = new Pool({ url }), now = Date.now();\n`],
  ])('leaves what %s to a person', (_reason, made) => {
    const source = `${head}\n${route('a', made)}`;
    expect(fixedBy('client-per-request', source, 'app.js')).toBe(source);
  });

  test('leaves a name that something else of the file has to a person', () => {
    const source = `${head}\n${route('a', `  const pool = new Pool({ url });\n`)}\nexports.b = (pool) => pool;\n`;
    expect(findingsOf('client-per-request', { 'app.js': source }).map(({ fix }) => fix)).toEqual(['manual']);
  });
});
