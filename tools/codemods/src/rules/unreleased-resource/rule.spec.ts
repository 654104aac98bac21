import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;
const pool = `import { Pool } from 'pg';\nconst pool = new Pool();\n`;

testRule('unreleased-resource', {
  valid: [
    [
      'a cursor whose rows are taken in turns by a callback',
      {
        'rows.js': `const { MongoClient } = require('mongodb');
const teas = new MongoClient('mongodb://teas').db().collection('teas');
exports.list = (req, res) => {
  const cursor = teas.find({}).sort({ name: 1 });
  const next = () => {
    cursor.next((error, tea) => {
      if (error) return res.end();
      if (!tea) return cursor.close(() => res.end());
      if (!tea.name) return setImmediate(next);
      return write(tea, () => next());
    });
  };
  next();
};
const write = (tea, done) => done();`,
      },
    ],
    [
      'a callback that returns before the block that closes in the end',
      `import { MongoClient } from 'mongodb';
const teas = new MongoClient('mongodb://teas').db().collection('teas');
${app}app.get('/', async (_req, res) => {
  const cursor = teas.find({}).sort({ name: 1 });
  const isNamed = (tea) => { return tea.name !== ''; };
  try {
    let tea;
    while ((tea = await cursor.next())) if (isNamed(tea)) res.write(tea.name);
  } finally {
    try { await cursor.close(); } catch { /* closed already */ }
  }
  return res.end();
});`,
    ],
    [
      'a sorted cursor that is closed in finally',
      `import { MongoClient } from 'mongodb';
const teas = new MongoClient('mongodb://teas').db().collection('teas');
${app}app.get('/', async (_req, res) => {
  const cursor = teas.find({}).sort({ name: 1 }).limit(10);
  try {
    const first = await cursor.next();
    if (!first) return res.end();
    res.json(first);
  } finally {
    await cursor.close();
  }
});`,
    ],
    [
      'a worker that is terminated when its answer has come',
      `import { Worker } from 'node:worker_threads';
${app}app.get('/', (req, res) => {
  const worker = new Worker('./resize.js');
  worker.once('message', (image) => { res.end(image); void worker.terminate(); });
  worker.postMessage(req.url);
});`,
    ],
    [
      'a cursor that itself failed, which its driver closes',
      `import { MongoClient } from 'mongodb';\nconst db = new MongoClient('mongodb://teas').db();\n${app}app.get('/', (_req, res, next) => {\n  const cursor = db.collection('teas').find({});\n  const step = () => {\n    cursor.next((error, tea) => {\n      if (error) return next(error);\n      if (!tea) return cursor.close(() => res.end());\n      res.write(tea.name);\n      return step();\n    });\n  };\n  step();\n});`,
    ],
    [
      'a query runner whose data source is destroyed in finally',
      `${app}import { sourceOf } from './source';\napp.get('/', async (req, res) => {\n  const source = await sourceOf(req);\n  const runner = source.createQueryRunner();\n  try {\n    const rows = await runner.query('select 1');\n    await runner.release();\n    res.json(rows);\n  } finally {\n    await source.destroy();\n  }\n});`,
    ],
    [
      'a client that is released in finally',
      `${pool}${app}app.get('/', async (_req, res, next) => {\n  const client = await pool.connect();\n  try {\n    res.json(await client.query('select 1'));\n  } catch (error) {\n    next(error);\n  } finally {\n    client.release();\n  }\n});`,
    ],
    [
      'a client that listens for ever, taken at start',
      `${pool}async function listen() {\n  const client = await pool.connect();\n  await client.query('LISTEN jobs');\n}\nvoid listen();`,
    ],
    [
      'a client for a function that releases it',
      `${pool}async function withClient<T>(use: (client: unknown) => Promise<T>) {\n  const client = await pool.connect();\n  try {\n    return await use(client);\n  } finally {\n    client.release();\n  }\n}\n${app}app.get('/', async (_req, res) => { res.json(await withClient(async () => 1)); });`,
    ],
    [
      'a client that the caller gets',
      `${pool}export async function begin() {\n  const client = await pool.connect();\n  await client.query('BEGIN');\n  return client;\n}`,
    ],
    [
      'a callback that hands its client back on both ways',
      `const mysql = require('mysql');\nconst pool = mysql.createPool({});\nexport function one(done: (error: unknown, rows?: unknown) => void) {\n  pool.getConnection((error, connection) => {\n    if (error) return done(error);\n    connection.query('select 1', (failed, rows) => {\n      connection.release();\n      if (failed) return done(failed);\n      done(null, rows);\n    });\n  });\n}`,
    ],
    [
      'the connect of something else',
      `${app}import mongoose from 'mongoose';\napp.get('/', async (_req, res) => {\n  const connection = await mongoose.connect('mongodb://localhost');\n  res.json(connection.version);\n});`,
    ],
    [
      'given back in the branch that took it',
      `${pool}export async function host(kind) {\n  let host;\n  if (kind === 'pg') {\n    const client = await pool.connect();\n    host = client.host;\n    client.release();\n  } else if (kind === 'file') {\n    host = 'none';\n  }\n  return { host };\n}`,
    ],
    [
      'a pool of ours that hands out what it keeps',
      {
        'pool.js': `module.exports = class ConnectionPool {\n  async getConnection() {\n    return (this.connection ??= open());\n  }\n  async destroy() {\n    await this.connection?.close();\n  }\n};`,
        'broker.js': `class Broker {\n  constructor({ connectionPool }) {\n    this.connectionPool = connectionPool;\n  }\n  async connect() {\n    const connection = await this.connectionPool.getConnection();\n    await connection.authenticate();\n  }\n}\nmodule.exports = Broker;`,
      },
    ],
    [
      'a session that is ended in finally',
      `import mongoose from 'mongoose';
${app}app.post('/', async (req, res) => {
  const session = await mongoose.startSession();
  try {
    session.startTransaction();
    await mongoose.model('Tea').create([req.body], { session });
    await session.commitTransaction();
    res.end();
  } finally {
    await session.endSession();
  }
});`,
    ],
    [
      'a session that both ways end, CommonJS',
      {
        'order.js': `const mongoose = require('mongoose');
exports.place = async (req, res, next) => {
  const session = await mongoose.startSession();
  session.startTransaction();
  try {
    await Order.create([req.body], { session });
    await session.commitTransaction();
    session.endSession();
    res.end();
  } catch (error) {
    await session.abortTransaction();
    session.endSession();
    next(error);
  }
};`,
      },
    ],
    [
      'a session that goes to the caller by a promise, or by a callback',
      `import { client } from './mongo';
export class Adapter {
  begin(): Promise<unknown> {
    const session = client.startSession();
    session.startTransaction();
    return Promise.resolve(session);
  }
  open(done: (error: unknown, session?: unknown) => void) {
    const session = client.startSession();
    session.startTransaction();
    done(null, session);
  }
}`,
    ],
    [
      'a taking that can be aborted',
      `import { pool } from './db';
export async function isReady() {
  const taking = pool.acquire();
  const connection = await taking.promise;
  pool.release(connection);
}`,
    ],
    [
      'nothing that may fail before the closing',
      `import { chromium } from 'playwright';
export async function version() {
  try {
    const browser = await chromium.launch();
    const found = browser.version();
    await browser.close();
    return found;
  } catch (error) {
    throw new Error('no browser', { cause: error });
  }
}`,
    ],
    [
      'a session of something else',
      `import { auth } from './auth';\n${app}app.post('/', async (req, res) => {\n  const session = await auth.startSession(req.body);\n  res.json(session.token);\n});`,
    ],
    [
      'a transaction that commits by itself',
      `import { Sequelize } from 'sequelize';
const sequelize = new Sequelize('sqlite::memory:');
export const place = (order: object) => sequelize.transaction(async (transaction) => save(order, { transaction }));
declare function save(order: object, options: object): Promise<void>;`,
    ],
    [
      'a transaction that is rolled back where it fails',
      `import { sequelize } from './db';
import { Order } from './order';
export async function place(order: object) {
  const t = await sequelize.transaction();
  try {
    const placed = await Order.create(order, { transaction: t });
    await t.commit();
    return placed;
  } catch (error) {
    await t.rollback();
    throw error;
  }
}`,
    ],
    [
      'a query runner that the caller releases',
      `import { dataSource } from './db';\nexport async function begin() {\n  const runner = dataSource.createQueryRunner();\n  await runner.connect();\n  return runner;\n}`,
    ],
    [
      'a cursor that a loop reads to its end',
      `import { Tea } from './model';
export async function total() {
  let sum = 0;
  const cursor = Tea.find().cursor();
  for (let tea = await cursor.next(); tea != null; tea = await cursor.next()) sum += tea.price;
  return sum;
}`,
    ],
    [
      'a cursor that for await closes',
      `import { Tea } from './model';
export async function first(kind: string) {
  const cursor = Tea.find({ kind }).cursor();
  for await (const tea of cursor) return tea;
  return null;
}`,
    ],
    [
      'a browser that is closed in finally',
      `import puppeteer from 'puppeteer';
${app}app.get('/', async (req, res) => {
  let browser;
  try {
    browser = await puppeteer.launch();
    const page = await browser.newPage();
    await page.goto(String(req.query.url));
    res.send(await page.pdf());
  } finally {
    await browser?.close();
  }
});`,
    ],
    [
      'a page that goes with its browser',
      {
        'shot.js': `const puppeteer = require('puppeteer');
exports.shot = async (url) => {
  const browser = await puppeteer.launch();
  try {
    const page = await browser.newPage();
    await page.goto(url);
    return await page.screenshot();
  } finally {
    await browser.close();
  }
};`,
      },
    ],
    [
      'a change stream that closes with the request',
      `import { db } from './mongo';
${app}app.get('/', (req, res) => {
  const changes = db.collection('tea').watch();
  changes.on('change', (change: unknown) => res.write(String(change)));
  req.on('close', () => changes.close());
});`,
    ],
  ],
  invalid: [
    [
      'a sorted cursor that an early return leaves open',
      `import { MongoClient } from 'mongodb';
const teas = new MongoClient('mongodb://teas').db().collection('teas');
${app}app.get('/', async (_req, res) => {
  const cursor = teas.find({}).sort({ name: 1 }).limit(10);
  const first = await cursor.next();
  if (!first) return res.end();
  res.json(first);
  await cursor.close(); // leak
});`,
    ],
    [
      'a worker that waits for more messages',
      `import { Worker } from 'node:worker_threads';
${app}app.get('/', (req, res) => {
  const worker = new Worker('./resize.js'); // leak
  worker.once('message', (image) => res.end(image));
  worker.postMessage(req.url);
});`,
    ],
    [
      'a cursor whose rows cannot be told',
      `import { MongoClient } from 'mongodb';\nconst db = new MongoClient('mongodb://teas').db();\n${app}app.get('/', (_req, res, next) => {\n  const cursor = db.collection('teas').find({});\n  const step = () => {\n    cursor.next((error, tea) => {\n      if (error) return next(error);\n      if (!tea) return cursor.close(() => res.end()); // leak\n      if (!tea.name) return next(new Error('no name'));\n      return step();\n    });\n  };\n  step();\n});`,
    ],
    [
      'a query runner that a check before the try forgets, although its data source is destroyed in finally',
      `${app}import { sourceOf } from './source';\napp.get('/', async (req, res) => {\n  const source = await sourceOf(req);\n  const runner = source.createQueryRunner();\n  if (!req.query.id) throw new Error('no id');\n  try {\n    res.json(await runner.query('select 1'));\n    await runner.release(); // leak\n  } finally {\n    await source.destroy();\n  }\n});`,
    ],
    [
      'a session that an early return keeps',
      `import mongoose from 'mongoose';
import { Tea } from './tea';
${app}app.post('/:id', async (req, res, next) => {
  const session = await mongoose.startSession();
  session.startTransaction();
  try {
    const tea = await Tea.findById(req.params.id).session(session);
    if (!tea) return res.sendStatus(404);
    await tea.save({ session });
    await session.commitTransaction();
    session.endSession();
    res.json(tea);
  } catch (error) {
    await session.abortTransaction();
    session.endSession(); // leak
    next(error);
  }
});`,
    ],
    [
      'a session that is never ended',
      {
        'order.js': `const { client } = require('./mongo');
exports.place = async (req, res) => {
  const session = client.startSession(); // leak
  await session.withTransaction(async () => {
    await client.db().collection('orders').insertOne(req.body, { session });
  });
  res.end();
};`,
      },
    ],
    [
      'a transaction that an early return leaves open',
      {
        'cart.js': `const { sequelize, Cart } = require('./models');
exports.empty = async (req, res) => {
  const t = await sequelize.transaction();
  try {
    const cart = await Cart.findByPk(req.params.id, { transaction: t });
    if (!cart) {
      return res.status(404).json({ error: 'no cart' });
    }
    await cart.destroy({ transaction: t });
    await t.commit();
    res.end();
  } catch (error) {
    await t.rollback(); // leak
    res.status(500).end();
  }
};`,
      },
    ],
    [
      'a query runner whose release an error skips',
      `import { DataSource } from 'typeorm';
export class Orders {
  constructor(private readonly dataSource: DataSource) {}
  async place(order: object) {
    const runner = this.dataSource.createQueryRunner();
    await runner.connect();
    await runner.startTransaction();
    try {
      await runner.manager.save(order);
      await runner.commitTransaction();
      await runner.release(); // leak
    } catch (error) {
      await runner.rollbackTransaction();
      throw error;
    }
  }
}`,
    ],
    [
      'a cursor that is left in the middle',
      `import { Tea } from './model';
export async function find(kind: string) {
  const cursor = Tea.find({ kind }).cursor(); // leak
  for (let tea = await cursor.next(); tea != null; tea = await cursor.next()) {
    if (tea.price < 4) return tea;
  }
  return null;
}
// a model of mongoose`,
    ],
    [
      'a browser that an error keeps',
      {
        'pdf.js': `const puppeteer = require('puppeteer');
const app = require('express')();
app.get('/pdf', async (req, res) => {
  const browser = await puppeteer.launch({ headless: true });
  const page = await browser.newPage();
  await page.goto(req.query.url);
  const pdf = await page.pdf();
  await browser.close(); // leak
  res.send(pdf);
});`,
      },
    ],
    [
      'a page of a shared browser',
      `import { chromium } from 'playwright';
const browser = await chromium.launch();
${app}app.get('/', async (req, res) => {
  const page = await browser.newPage(); // leak
  await page.goto(String(req.query.url));
  res.send(await page.content());
});`,
    ],
    [
      'a change stream per request',
      `import { db } from './mongo';
${app}app.get('/', (_req, res) => {
  const changes = db.collection('tea').watch(); // leak
  changes.on('change', (change: unknown) => res.write(String(change)));
});`,
    ],
    [
      'a connection whose closing an error skips',
      {
        'tea.js': `const mysql = require('mysql2/promise');
exports.all = async (req, res) => {
  const connection = await mysql.createConnection(process.env.DB);
  const [rows] = await connection.query('select * from tea');
  await connection.end(); // leak
  res.json(rows);
};`,
      },
    ],
    [
      'not given back where the branch that took it returns',
      `${pool}export async function host(kind) {\n  if (kind === 'pg') {\n    const client = await pool.connect();\n    if (!client.host) return undefined;\n    client.release(); // leak\n  }\n  return kind;\n}`,
    ],
    [
      'a pool of ours that wants its clients back',
      {
        'pool.js': `module.exports = class ConnectionPool {\n  async getConnection() {\n    return this.free.pop() ?? open();\n  }\n  release(connection) {\n    this.free.push(connection);\n  }\n};`,
        'broker.js': `class Broker {\n  constructor({ connectionPool }) {\n    this.connectionPool = connectionPool;\n  }\n  async connect() {\n    const connection = await this.connectionPool.getConnection(); // leak\n    await connection.authenticate();\n  }\n}\nmodule.exports = Broker;`,
      },
    ],
    [
      'a client that an early return keeps',
      `${pool}${app}app.get('/', async (_req, res) => {\n  const client = await pool.connect();\n  const { rows } = await client.query('select 1');\n  if (rows.length === 0) return res.sendStatus(404);\n  client.release(); // leak\n  res.json(rows);\n});`,
    ],
    [
      'a client that a failed query keeps',
      `${pool}${app}app.get('/', async (_req, res) => {\n  const client = await pool.connect();\n  const { rows } = await client.query('select 1');\n  client.release(); // leak\n  res.json(rows);\n});`,
    ],
    [
      'a client that is never released',
      `${pool}${app}app.get('/', async (_req, res) => {\n  const client = await pool.connect(); // leak\n  res.json(await client.query('select 1'));\n});`,
    ],
    [
      'a client of a pool in another file',
      {
        'db.js': `const { Pool } = require('pg');\nconst pool = new Pool();\nmodule.exports = { pool };`,
        'users.js': `const { pool } = require('./db');\nexports.all = async (req, res) => {\n  const client = await pool.connect();\n  try {\n    const { rows } = await client.query('select 1');\n    client.release(); // leak\n    res.json(rows);\n  } catch (error) {\n    res.sendStatus(500);\n  }\n};`,
      },
    ],
    [
      'a callback that keeps its client on error',
      `const mysql = require('mysql');\nconst pool = mysql.createPool({});\nexport function one(done: (error: unknown, rows?: unknown) => void) {\n  pool.getConnection((error, connection) => {\n    if (error) return done(error);\n    connection.query('select 1', (failed, rows) => {\n      if (failed) return done(failed);\n      connection.release(); // leak\n      done(null, rows);\n    });\n  });\n}`,
    ],
    [
      'the third parameter of pg',
      `${pool}export function one(use: (error: unknown, rows?: unknown) => void) {\n  pool.connect((error, client, done) => {\n    if (error) return use(error);\n    client.query('select 1', (failed, rows) => {\n      if (failed) return use(failed);\n      done(); // leak\n      use(null, rows);\n    });\n  });\n}`,
    ],
  ],
});

describe('rewrites', () => {
  test('give a try that stands there its finally', () => {
    const source = `const { Pool } = require('pg');\nconst pool = new Pool();\nexports.all = async (req, res, next) => {\n  const client = await pool.connect();\n  try {\n    const { rows } = await client.query('select 1');\n    client.release();\n    res.json(rows);\n  } catch (error) {\n    await client.query('ROLLBACK');\n    next(error);\n  }\n};\n`;
    expect(fixedBy('unreleased-resource', source, 'app.js')).toBe(
      `const { Pool } = require('pg');\nconst pool = new Pool();\nexports.all = async (req, res, next) => {\n  const client = await pool.connect();\n  try {\n    const { rows } = await client.query('select 1');\n    res.json(rows);\n  } catch (error) {\n    await client.query('ROLLBACK');\n    next(error);\n  } finally {\n    client.release();\n  }\n};\n`,
    );
  });

  test('give a transaction that is rolled back where it fails its finally', () => {
    const source = `const { Pool } = require('pg');\nconst pool = new Pool();\nexports.pay = async (id) => {\n  const client = await pool.connect();\n  try {\n    await client.query('BEGIN');\n    await client.query('select pay($1)', [id]);\n    await client.query('COMMIT');\n    client.release();\n  } catch (error) {\n    await client.query('ROLLBACK');\n    throw error;\n  }\n};\n`;
    expect(fixedBy('unreleased-resource', source, 'app.js')).toContain('finally {\n    client.release();\n  }');
  });

  test.each([
    [
      'release(error), which means more than release()',
      `const { Pool } = require('pg');\nconst pool = new Pool();\nexports.all = async () => {\n  const client = await pool.connect();\n  try {\n    await client.query('select 1');\n    if (!client) return;\n    client.release();\n  } catch (error) {\n    client.release(error);\n  }\n};\n`,
    ],
    [
      'a client whose transaction nobody rolls back: the next in line would go on in it',
      `const { Pool } = require('pg');\nconst pool = new Pool();\nexports.pay = async (id) => {\n  const client = await pool.connect();\n  await client.query('BEGIN');\n  await client.query('update orders set paid = true where id = $1', [id]);\n  await client.query('COMMIT');\n  client.release();\n};\n`,
    ],
    [
      'a query runner whose transaction nobody rolls back',
      `exports.pay = async (source, id) => {\n  const runner = source.createQueryRunner();\n  await runner.startTransaction();\n  await runner.query('update orders set paid = true where id = $1', [id]);\n  await runner.commitTransaction();\n  await runner.release();\n};\n`,
    ],
  ])('leave %s to a person', (_reason, source) => {
    expect(fixedBy('unreleased-resource', source, 'app.js')).toBe(source);
    expect(findingsOf('unreleased-resource', { 'app.js': source }).map(({ fix }) => fix)).toEqual(['manual']);
  });
});
