import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;
const pool = `import { Pool } from 'pg';\nconst pool = new Pool();\n`;

testRule('unreleased-resource', {
  valid: [
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
  ],
  invalid: [
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

  test.each([
    [
      'release(error), which means more than release()',
      `const { Pool } = require('pg');\nconst pool = new Pool();\nexports.all = async () => {\n  const client = await pool.connect();\n  try {\n    await client.query('select 1');\n    if (!client) return;\n    client.release();\n  } catch (error) {\n    client.release(error);\n  }\n};\n`,
    ],
  ])('leave %s to a person', (_reason, source) => {
    expect(fixedBy('unreleased-resource', source, 'app.js')).toBe(source);
    expect(findingsOf('unreleased-resource', { 'app.js': source }).map(({ fix }) => fix)).toEqual(['manual']);
  });
});
