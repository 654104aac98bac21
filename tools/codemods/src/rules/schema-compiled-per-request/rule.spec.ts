import { fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;

testRule('schema-compiled-per-request', {
  valid: [
    [
      'compiled at start',
      {
        'app.js': `const ajv = new (require('ajv'))();
const v = ajv.compile({ type: 'object' });
require('http').createServer((req, res) => { res.end(String(v({}))); });`,
      },
    ],
    [
      'a compiler per request',
      {
        'app.js': `const Ajv = require('ajv');
require('http').createServer((req, res) => { const ajv = new Ajv(); const v = ajv.compile({ type: 'object' }); res.end(String(v({}))); });`,
      },
    ],
    [
      'the same schema each time',
      {
        'app.js': `const ajv = new (require('ajv'))();
const schema = { type: 'object' };
require('http').createServer((req, res) => { res.end(String(ajv.validate(schema, {}))); });`,
      },
    ],
    [
      'a template without a cache',
      {
        'app.js': `const ejs = require('ejs');
require('http').createServer((req, res) => { res.end(ejs.render('<%= x %>', { x: req.url })); });`,
      },
    ],
    [
      'a middleware made at start',
      {
        'app.ts': `import Ajv from 'ajv';
import express from 'express';
const ajv = new Ajv();
const app = express();
export function validate(schema: object) { const check = ajv.compile(schema); return (req: express.Request, res: express.Response, next: express.NextFunction) => { if (!check(req.body)) { res.sendStatus(400); return; } next(); }; }
app.post('/', validate({ type: 'object' }), (_req, res) => { res.end(); });`,
      },
    ],
    [
      'a schema that is looked up before',
      {
        'app.js': `const ajv = new (require('ajv'))();
require('http').createServer((req, res) => { const v = ajv.getSchema('user') || ajv.compile({ $id: 'user', type: 'object' }); res.end(String(v({}))); });`,
      },
    ],
  ],
  invalid: [
    [
      'a schema with request data',
      {
        'app.js': `const Ajv = require('ajv');
const ajv = new Ajv();
const app = require('express')();
app.post('/', (req, res) => { const v = ajv.compile({ type: 'object', required: req.body.required }); res.json(v(req.body)); }); // leak`,
      },
    ],
    [
      'a template by a file name of the request',
      {
        'app.js': `const ejs = require('ejs');
const app = require('express')();
app.get('/:name', (req, res) => { res.send(ejs.render('<%= x %>', { x: 1 }, { cache: true, filename: req.params.name })); }); // leak`,
      },
    ],
    [
      'a schema given to validate',
      {
        'app.ts': `import Ajv from 'ajv';
import Fastify from 'fastify';
const ajv = new Ajv({ allErrors: true });
Fastify().post('/v', async (req) => ajv.validate({ type: 'string', maxLength: Number((req.query as any).max) }, req.body)); // leak`,
      },
    ],
    [
      'a schema added under a name of the request',
      {
        'app.js': `const ajv = new (require('ajv'))();
require('http').createServer((req, res) => { ajv.addSchema({ $id: req.url, type: 'object' }); res.end(); }); // leak`,
      },
    ],
    [
      'a schema that a caller writes down',
      {
        'app.ts': `import { Ajv } from 'ajv';
import express from 'express';
class Validator { private ajv = new Ajv(); check(schema: object, data: unknown) { const validate = this.ajv.compile(schema); return validate(data); } } // leak
const v = new Validator();
express().post('/', (req, res) => { res.json(v.check({ type: 'object', properties: { a: { type: 'string' } } }, req.body)); });`,
      },
    ],
    [
      'a template of pug',
      {
        'app.js': `const pug = require('pug');
require('http').createServer((req, res) => { res.end(pug.render('p x', { cache: true, filename: req.url })); }); // leak`,
      },
    ],
    [
      'a schema compiled per request',
      `import Ajv from 'ajv';\nconst ajv = new Ajv();\n${app}app.post('/', (req, res) => {\n  res.json(ajv.compile({ type: 'object' })(req.body)); // leak\n});`,
    ],
  ],
});

test('a schema that needs nothing of the request moves out of the handler', () => {
  const source = `const ajv = new (require('ajv'))();\n\nrequire('http').createServer((req, res) => {\n  const check = ajv.compile({ type: 'string' });\n  res.end(String(check(req.url)));\n});\n`;
  expect(fixedBy('schema-compiled-per-request', source, 'app.js')).toBe(
    `const ajv = new (require('ajv'))();\n\nconst check = ajv.compile({ type: 'string' });\n\nrequire('http').createServer((req, res) => {\n  res.end(String(check(req.url)));\n});\n`,
  );
});
