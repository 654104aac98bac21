import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;

const serverOf = (name: string) =>
  `const server = require('express')();\nmodule.exports = (done) => {\n  let started = false;\n  server.get('/${name}', (req, res) => res.end());\n  server.on('error', (err) => {\n    if (!started) {\n      started = true;\n      done(err);\n    }\n  });\n};`;

testRule('hook-per-request', {
  valid: [
    [
      'requests that a client of the name of a server sends',
      `import server from './server';\nexport const handler = (_req, res) => update({ a: 1 }, () => res.end());\n${app}app.get('/', handler);\nasync function update(values, done) {\n  await server.put('options', done);\n  server.get(done);\n}`,
    ],
    [
      'servers that are started one in the callback of the other, each once',
      {
        'a.js': `const server = require('express')();\nmodule.exports = (done) => {\n  let started = false;\n  server.use((err, req, res, next) => {\n    if (!started) {\n      started = true;\n      return done(err);\n    }\n    next(err);\n  });\n};`,
        'b.js': serverOf('b'),
        'c.js': serverOf('c'),
        'd.js': serverOf('d'),
        'main.js': `const a = require('./a');\nconst b = require('./b');\nconst c = require('./c');\nconst d = require('./d');\na(() => {\n  b(() => {\n    c(() => {\n      d(() => {});\n    });\n  });\n});`,
      },
    ],
    [
      'a start that has the name of a property which handlers pass on',
      `import express from 'express';\nexport class Server {\n  app = express();\n  async config() {\n    this.app.use(express.json());\n    this.app.get('/', (req, res) => {\n      res.json([req.body.model].map((model) => show(model.config)));\n    });\n  }\n}\nfunction show(value) {\n  return String(value);\n}\nasync function start() {\n  const server = new Server();\n  await server.config();\n}\nvoid start();`,
    ],
    [
      'registered at start',
      `import axios from 'axios';\naxios.interceptors.request.use((config) => config);\n${app}app.use((_req, _res, next) => next());`,
    ],
    [
      'on an instance of the request',
      `import axios from 'axios';
${app}app.get('/', async (req, res) => {
  const api = axios.create({ baseURL: 'https://tea.example' });
  api.interceptors.request.use((config) => ({ ...config, id: req.id }));
  res.json((await api.get('/')).data);
});`,
    ],
    [
      'ejected when it is over',
      `import axios from 'axios';
${app}app.get('/', async (req, res) => {
  const id = axios.interceptors.request.use((config) => config);
  res.json((await axios.get('https://tea.example')).data);
  axios.interceptors.request.eject(id);
});`,
    ],
    [
      'a router of the request',
      `${app}app.use((req, res, next) => {
  const router = express.Router();
  router.get('/', (_req, res) => res.end());
  router(req, res, next);
});`,
    ],
    [
      'a function that mounts routes, called once',
      {
        'routes.js': `module.exports = function mount(app) {\n  app.get('/', (req, res) => res.end());\n  app.use((req, res, next) => next());\n};`,
        'main.js': `const app = require('express')();\nrequire('./routes')(app);\napp.listen(3000);`,
      },
    ],
    [
      'behind a flag of the module',
      `import axios from 'axios';
let isReady = false;
${app}app.use((_req, _res, next) => {
  if (!isReady) {
    isReady = true;
    axios.interceptors.response.use((answer) => answer);
  }
  next();
});`,
    ],
    [
      'hooks of a model, in the function that sets it up',
      {
        'tea.js': `const { Model } = require('sequelize');
class Tea extends Model {
  static init(sequelize) {
    super.init({}, { sequelize });
    Tea.addHook('afterCreate', (tea) => tea.announce());
  }
}
module.exports = Tea;`,
        'app.js': `const Tea = require('./tea');
require('express')().post('/reset', async (req, res) => {
  Tea.init(require('./db'));
  res.end();
});`,
      },
    ],
    ['a setting that is read', `${app}app.get('/', (req, res) => res.json(req.app.get('title')));`],
    [
      'a Map and a cache that are called like routers',
      `const routes = new Map<string, () => void>();\n${app}app.get('/:id', (req, res) => {\n  routes.get(req.params.id)?.();\n  res.end();\n});`,
    ],
    [
      'an http client that is called like an application',
      `import axios from 'axios';\nconst api = axios.create();\n${app}app.get('/', async (_req, res) => { res.json((await api.get('/tea')).data); });`,
    ],
    [
      'a schema that a request makes for itself',
      `import mongoose from 'mongoose';\n${app}app.get('/', (_req, res) => {\n  const schema = new mongoose.Schema({});\n  schema.pre('save', () => {});\n  res.json(schema.obj);\n});`,
    ],
    [
      'a plugin of Fastify that registers its hooks',
      `import type { FastifyInstance } from 'fastify';\nexport default async function plugin(fastify: FastifyInstance) {\n  fastify.addHook('onRequest', async () => {});\n  fastify.get('/', async () => 'tea');\n}`,
    ],
  ],
  invalid: [
    [
      'an interceptor on the shared axios',
      `import axios from 'axios';
${app}app.get('/', async (req, res) => {
  axios.interceptors.request.use((config) => { // leak
    config.headers.authorization = req.headers.authorization;
    return config;
  });
  res.json((await axios.get('https://tea.example')).data);
});`,
    ],
    [
      'an interceptor on an instance of the module, CommonJS, a helper',
      {
        'api.js': `const axios = require('axios');
const api = axios.create({ baseURL: 'https://tea.example' });
exports.fetchTea = async (token) => {
  api.interceptors.response.use((answer) => answer, (error) => Promise.reject(error)); // leak
  return api.get('/', { headers: { token } });
};`,
        'route.js': `const { fetchTea } = require('./api');
module.exports = async (req, res) => res.json((await fetchTea(req.headers.token)).data);`,
      },
    ],
    [
      'a route per request',
      `${app}app.post('/pages', (req, res) => {
  app.get('/pages/' + req.body.slug, (_req, res) => res.send(req.body.text)); // leak
  res.sendStatus(201);
});`,
    ],
    [
      'a middleware within a middleware',
      {
        'app.js': `const express = require('express');
const app = express();
app.use((req, res, next) => {
  app.use(express.static('public')); // leak
  next();
});`,
      },
    ],
    [
      'a router of the module',
      {
        'routes.js': `const router = require('express').Router();
router.get('/', (req, res) => {
  router.use((req, res, next) => next()); // leak
  res.end();
});
module.exports = router;`,
      },
    ],
    [
      'a middleware of Prisma',
      `import { prisma } from './prisma';
${app}app.use((req, _res, next) => {
  prisma.$use((params: any, go: any) => go({ ...params, user: req.user })); // leak
  next();
});`,
    ],
    [
      'a hook of a schema of the module',
      {
        'tea.js': `const mongoose = require('mongoose');
const teaSchema = new mongoose.Schema({ kind: String });
exports.save = async (req, res) => {
  teaSchema.pre('save', function () { this.by = req.user.id; }); // leak
  res.json(await mongoose.model('Tea', teaSchema).create(req.body));
};`,
      },
    ],
    [
      'a serialiser of passport',
      {
        'login.js': `const passport = require('passport');
exports.login = (req, res, next) => {
  passport.serializeUser((user, done) => done(null, user.id)); // leak
  passport.authenticate('local')(req, res, next);
};`,
      },
    ],
    [
      'in a handler that registers users',
      {
        'users.js': `const passport = require('passport');
exports.register = (req, res) => {
  passport.deserializeUser((id, done) => done(null, { id })); // leak
  res.end();
};`,
      },
    ],
    [
      'a hook of a model',
      {
        'orders.js': `const { Order } = require('./models');
const app = require('express')();
app.post('/orders', async (req, res) => {
  Order.beforeCreate((order) => { order.ip = req.ip; }); // leak
  res.json(await Order.create(req.body));
});`,
        'models.js': `const { Sequelize } = require('sequelize');\nconst sequelize = new Sequelize();\nconst Order = sequelize.define('Order', {});\nmodule.exports = { Order };`,
      },
    ],
  ],
});

describe('the rewrite', () => {
  const route = (hook: string) =>
    `const axios = require('axios');\nexports.show = async (req, res) => {\n${hook}  res.end();\n};\n`;

  test('registers once what does not speak of the request', () => {
    const hook = `axios.interceptors.request.use((config) => config);`;
    expect(fixedBy('hook-per-request', route(`  ${hook}\n`), 'app.js')).toBe(`${route('').trimEnd()}\n\n${hook}\n`);
  });

  test('ejects an interceptor of one request when that is over', () => {
    const hook = `axios.interceptors.request.use((config) => ({ ...config, id: req.id }));\n`;
    expect(fixedBy('hook-per-request', route(`  ${hook}`), 'app.js')).toBe(
      route(`  const interceptor = ${hook}  res.once('close', () => axios.interceptors.request.eject(interceptor));\n`),
    );
  });

  test('leaves a route of one request to a person', () => {
    const source = `${app}app.post('/', (req, res) => {\n  app.get('/' + req.body.slug, (_req, res) => res.end());\n  res.end();\n});`;
    expect(findingsOf('hook-per-request', source).map(({ fix }) => fix)).toEqual(['manual']);
  });
});
