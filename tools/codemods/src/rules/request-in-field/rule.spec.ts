import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;

testRule('request-in-field', {
  valid: [
    [
      'the store of a package that keeps one per request',
      {
        'context.js': `const context = require('express-cls-hooked');\nmodule.exports = (req, res, next) => {\n  context.middleware(req, res, () => {\n    context.set('request', req);\n    next();\n  });\n};`,
        'app.js': `const app = require('express')();\napp.use(require('./context'));`,
      },
    ],
    [
      'a local',
      `${app}app.use((req, _res, next) => {\n  const current = req;\n  console.log(current.url);\n  next();\n});`,
    ],
    [
      'a field of an object made per request',
      `${app}class Page {\n  constructor(private readonly req: express.Request) {}\n  title() {\n    return this.req.url;\n  }\n}\napp.get('/', (req, res) => res.send(new Page(req).title()));`,
    ],
    [
      'a field that is set in a constructor, per request',
      {
        'app.js': `class Page {\n  constructor(req) {\n    this.req = req;\n  }\n}\nrequire('http').createServer((req, res) => res.end(new Page(req).req.url));`,
      },
    ],
    [
      'only a part of the request',
      `${app}let last = '';\napp.use((req, _res, next) => {\n  last = req.url;\n  next();\n});`,
    ],
    [
      'properties of the request itself',
      `${app}app.use((req, res, next) => {\n  res.req = req;\n  req.res = res;\n  next();\n});`,
    ],
    ['res.locals', `${app}app.use((req, res, next) => {\n  res.locals.req = req;\n  next();\n});`],
    [
      'a field that is emptied when the response closes',
      `${app}let current: express.Request | undefined;\napp.use((req, res, next) => {\n  current = req;\n  res.on('close', () => { current = undefined; });\n  next();\n});`,
    ],
    [
      'a field whose last response is ended first',
      `${app}class Progress {\n  response: express.Response | undefined;\n  start() {\n    app.get('/progress', (_req, res) => {\n      if (this.response) this.response.end();\n      this.response = res;\n    });\n  }\n}\nnew Progress().start();`,
    ],
    [
      'a field that is deleted afterwards',
      {
        'app.js': `const state = {};\nrequire('http').createServer((req, res) => {\n  state.req = req;\n  res.end();\n  delete state.req;\n});`,
      },
    ],
    [
      'a cycle of request and tree',
      {
        'app.js': `require('http').createServer((req, res) => {\n  const tree = { kids: [] };\n  tree.req = req;\n  req.tree = tree;\n  res.end();\n});`,
      },
    ],
    [
      'something else of that name',
      `let request = 0;\nexport function count() {\n  request = request + 1;\n  return request;\n}`,
    ],
    [
      'a service that lives for a request',
      `import { Injectable, Scope } from '@nestjs/common';\n@Injectable({ scope: Scope.REQUEST })\nexport class Current {\n  private req: unknown;\n  set(req: unknown) {\n    this.req = req;\n  }\n}`,
    ],
    [
      'a store of AsyncLocalStorage',
      `import { AsyncLocalStorage } from 'node:async_hooks';\nconst scope = new AsyncLocalStorage();\n${app}app.use((req, _res, next) => scope.run({ req }, next));`,
    ],
    [
      'the context of a cloud function',
      `let current;\nexport const handler = async (event, context) => {\n  current = context;\n  return current.functionName;\n};`,
    ],
    [
      'the context of a cloud function, handed on',
      `import type { Context } from 'aws-lambda';\nclass Config {\n  context?: Context;\n  register(context: Context) {\n    this.context = context;\n  }\n}\nconst config = new Config();\nexport const handler = async (_event: unknown, context: Context) => config.register(context);`,
    ],
  ],
  invalid: [
    [
      'a store of ours',
      {
        'app.js': `const store = new Map();\nrequire('express')().use((req, res, next) => {\n  store.set('request', req); // leak\n  next();\n});`,
      },
    ],
    [
      'the event of a cloud function',
      `let current;\nexport const handler = async (event, context) => {\n  current = event; // leak\n  return current.path + context.functionName;\n};`,
    ],
    [
      'the context of a framework, handed on',
      `import Koa from 'koa';\nconst app = new Koa();\nclass Config {\n  context;\n  register(context) {\n    this.context = context; // leak\n  }\n}\nconst config = new Config();\napp.use(async (ctx, next) => {\n  config.register(ctx);\n  await next();\n});`,
    ],
    [
      'a module variable',
      `${app}let current;\napp.use((req, _res, next) => {\n  current = req; // leak\n  next();\n});`,
    ],
    [
      'a private field',
      `${app}class Stamp {\n  #current: express.Request | undefined;\n  handle(req: express.Request, _res: express.Response, next: express.NextFunction) {\n    this.#current = req; // leak\n    next();\n  }\n}\nconst stamp = new Stamp();\napp.use((req, res, next) => stamp.handle(req, res, next));`,
    ],
    [
      'a field of the constructor',
      {
        'app.js': `class Stamp {\n  constructor() {\n    this.current = null;\n  }\n  handle(req, res, next) {\n    this.current = req; // leak\n    next();\n  }\n}\nconst stamp = new Stamp();\nrequire('express')().use(stamp.handle.bind(stamp));`,
      },
    ],
    [
      'a static field',
      `${app}class Stamp {\n  static current: express.Request;\n}\napp.use((req, _res, next) => {\n  Stamp.current = req; // leak\n  next();\n});`,
    ],
    [
      'a global',
      {
        'app.js': `require('http').createServer((req, res) => {\n  global.lastRequest = req; // leak\n  res.end();\n});`,
      },
    ],
    [
      'app.locals',
      {
        'app.js': `const app = require('express')();\napp.use((req, res, next) => {\n  app.locals.request = req; // leak\n  next();\n});`,
      },
    ],
    [
      'exports',
      {
        'app.js': `exports.last = null;\nexports.handle = (req, res, next) => {\n  exports.last = res; // leak\n  next();\n};`,
      },
    ],
    [
      'a closure of a factory',
      {
        'stamp.js': `module.exports = () => {\n  let current;\n  return (req, res, next) => {\n    current = req; // leak\n    next();\n  };\n};`,
      },
    ],
    [
      'request and response in one object',
      `${app}let last: object;\napp.use((req, res, next) => {\n  last = { req, res }; // leak\n  next();\n});`,
    ],
    [
      'the context of Koa',
      `import Koa from 'koa';\nlet current;\nnew Koa().use(async (ctx, next) => {\n  current = ctx; // leak\n  await next();\n});`,
    ],
    [
      'Nest middleware',
      `import { Injectable } from '@nestjs/common';\n@Injectable()\nexport class Stamp {\n  private current: unknown;\n  use(req: Request, res: Response, next: () => void) {\n    this.current = req; // leak\n    next();\n  }\n}`,
    ],
    [
      'a service that a handler gives the request',
      {
        'stamp.ts': `export class Stamp {\n  private current: unknown;\n  keep(req: unknown) {\n    this.current = req; // leak\n  }\n}\nexport const stamp = new Stamp();`,
        'app.ts': `${app}import { stamp } from './stamp';\napp.use((req, _res, next) => {\n  stamp.keep(req);\n  next();\n});`,
      },
    ],
  ],
});

describe('rewrites', () => {
  test('drop a field that nobody reads', () => {
    const source = `import type { Request, Response } from 'express';\n\nexport class Stamp {\n  private current: Request | undefined;\n\n  handle(req: Request, res: Response): void {\n    this.current = req;\n    res.end();\n  }\n}\n`;
    expect(fixedBy('request-in-field', source)).toBe(
      `import type { Request, Response } from 'express';\n\nexport class Stamp {\n  handle(req: Request, res: Response): void {\n    res.end();\n  }\n}\n`,
    );
  });

  test('use the parameter where the field has its name', () => {
    const source = `class Stamp {\n  constructor() {\n    this.req = null;\n  }\n  handle(req, res) {\n    this.req = req;\n    res.end(this.req.url);\n  }\n}\nconst stamp = new Stamp();\nrequire('http').createServer((req, res) => stamp.handle(req, res));\n`;
    expect(fixedBy('request-in-field', source, 'app.js')).toBe(
      `class Stamp {\n  constructor() {\n  }\n  handle(req, res) {\n    res.end(req.url);\n  }\n}\nconst stamp = new Stamp();\nrequire('http').createServer((req, res) => stamp.handle(req, res));\n`,
    );
  });

  test.each([
    ['a private field read straight on', `private last: unknown;`, 'res.end(String(this.last));', 'automatic'],
    ['a field that others can read', `last: unknown;`, 'res.end(String(this.last));', 'suggested'],
    [
      'a read after an await: the field may hold another request',
      `private last: unknown;`,
      'await null; res.end(String(this.last));',
      'suggested',
    ],
  ])('%s', (_case, field, read, fix) => {
    const source = `import type { Request, Response } from 'express';\nexport class Stamp {\n  ${field}\n  async handle(req: Request, res: Response) {\n    this.last = req;\n    ${read}\n  }\n}\n`;
    expect(findingsOf('request-in-field', source).map((finding) => finding.fix)).toEqual([fix]);
    expect(fixedBy('request-in-field', source)).toContain('const last = req;');
  });

  test.each([
    [
      'a field that another method reads',
      `class Stamp {\n  handle(req, res) {\n    this.req = req;\n    this.send(res);\n  }\n  send(res) {\n    res.end(this.req.url);\n  }\n}\nconst stamp = new Stamp();\nrequire('http').createServer((req, res) => stamp.handle(req, res));\n`,
    ],
    [
      'an assignment within a condition',
      `let current;\nrequire('http').createServer((req, res) => {\n  if (req.url) current = req;\n  res.end();\n});\n`,
    ],
    [
      'an exported variable',
      `export let current;\nexport function handle(req, res) {\n  current = req;\n  res.end();\n}\n`,
    ],
  ])('leave %s to a person', (_reason, source) => {
    expect(fixedBy('request-in-field', source, 'app.js')).toBe(source);
    expect(findingsOf('request-in-field', { 'app.js': source }).map(({ fix }) => fix)).toEqual(['manual']);
  });
});
