import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';
import { isBefore } from '../../project/package-versions.ts';
import { advisories } from './advisories.ts';

const app = `import express from 'express';\nexport const app = express();\n`;
const needs = (name: string, version: string) => ({
  'package.json': JSON.stringify({ dependencies: { [name]: version } }),
});
const installed = (name: string, version: string) => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, version }),
});
const mem = `import mem from 'mem';\nexport const price = mem((id: string) => fetch(id), { maxAge: 1000 });`;

testRule('leaky-dependency', {
  valid: [
    ['a version that is good', { ...needs('mem', '^4.0.0'), 'app.ts': mem }],
    [
      'a good version installed, whatever is asked for',
      { ...needs('mem', '^3.0.0'), ...installed('mem', '4.3.0'), 'app.ts': mem },
    ],
    ['no word of the version', { 'app.ts': mem }],
    [
      'one storage for the whole program',
      `import { AsyncLocalStorage } from 'node:async_hooks';\n${app}const storage = new AsyncLocalStorage<string>();\napp.use((req, _res, next) => storage.run(req.url, next));`,
    ],
    [
      'a storage that is disabled when its request is over',
      `import { AsyncLocalStorage } from 'node:async_hooks';\n${app}app.use((req, res, next) => {\n  const storage = new AsyncLocalStorage<string>();\n  res.on('close', () => storage.disable());\n  storage.run(req.url, next);\n});`,
    ],
    [
      'a storage that the first request makes',
      `import { AsyncLocalStorage } from 'node:async_hooks';\n${app}let shared: AsyncLocalStorage<string> | undefined;\napp.use((req, _res, next) => {\n  if (!shared) {\n    const storage = new AsyncLocalStorage<string>();\n    shared = storage;\n    storage.enterWith(req.url);\n  }\n  next();\n});`,
    ],
    [
      'another package of that name',
      {
        ...needs('mem', '3.0.1'),
        'mem.ts': `export const mem = (fn: unknown, _options: object) => fn;`,
        'app.ts': `import { mem } from './mem';\nmem(() => 1, { maxAge: 1 });`,
      },
    ],
    [
      'a template that is always the same',
      {
        ...needs('mustache', '3.2.1'),
        'app.ts': `import Mustache from 'mustache';\n${app}app.get('/:name', (req, res) => res.send(Mustache.render('Dear {{name}}', req.params)));`,
      },
    ],
    [
      'a template of a file',
      {
        ...needs('mustache', '4.2.0'),
        'app.ts': `import Mustache from 'mustache';\nimport { readFileSync } from 'node:fs';\n${app}app.get('/:page', (req, res) => {\n  let page = readFileSync(req.params.page, 'utf8');\n  page = Mustache.render(page, req.query);\n  res.send(page);\n});`,
      },
    ],
    [
      'the cache switched off',
      {
        ...needs('mustache', '4.2.0'),
        'app.ts': `import Mustache from 'mustache';\nMustache.templateCache = undefined;\n${app}app.get('/:name', (req, res) => res.send(Mustache.render(req.params.name, {})));`,
      },
    ],
    [
      'a schema compiled at start',
      `import Ajv from 'ajv';\nconst ajv = new Ajv();\nexport const check = ajv.compile({ type: 'object' });`,
    ],
    [
      'a compiler per request',
      `import Ajv from 'ajv';\n${app}app.post('/', (req, res) => {\n  const ajv = new Ajv();\n  res.json(ajv.compile({ type: 'object' })(req.body));\n});`,
    ],
  ],
  invalid: [
    [
      'a storage made and entered per request',
      {
        'http.mjs': `import { AsyncLocalStorage } from 'node:async_hooks';\nimport http from 'node:http';\nhttp.createServer((req, res) => {\n  const scope = new AsyncLocalStorage(); // leak\n  scope.enterWith({ url: req.url });\n  setImmediate(() => res.end(scope.getStore().url));\n});`,
        'koa.js': `const { AsyncLocalStorage } = require('async_hooks');\nmodule.exports = async (ctx, next) => {\n  const scope = new AsyncLocalStorage(); // leak\n  await scope.run(ctx.path, next);\n};`,
      },
    ],
    [
      'a version that leaks',
      {
        ...needs('mem', '^3.0.1'),
        'app.ts': `import mem from 'mem';\nexport const price = mem((id: string) => fetch(id), { maxAge: 1000 }); // leak`,
      },
    ],
    [
      'CommonJS',
      {
        ...needs('mem', '3.0.1'),
        'app.js': `const mem = require('mem');\nexports.price = mem((id) => fetch(id), { maxAge: 1000 }); // leak`,
      },
    ],
    [
      'a leaky version installed, whatever is asked for',
      {
        ...needs('mem', '*'),
        ...installed('mem', '3.0.1'),
        'app.js': `exports.price = require('mem')((id) => fetch(id), { maxAge: 1000 }); // leak`,
      },
    ],
    [
      'request data in a template',
      {
        ...needs('mustache', '3.2.1'),
        'app.js': `const { render } = require('mustache');\nrequire('http').createServer((req, res) => res.end(render('Dear ' + req.url, {}))); // leak`,
      },
    ],
    [
      'a namespace per request',
      `import { createNamespace } from 'cls-hooked';\n${app}app.use((req, _res, next) => createNamespace(req.url).run(next)); // leak`,
    ],
  ],
});

test('says which version runs and what to do', () => {
  const [finding] = findingsOf('leaky-dependency', { ...installed('mem', '3.0.1'), 'app.ts': mem });
  expect(finding?.message).toBe(
    'mem 3.0.1 keeps results whose maxAge has passed; update to 4.0.0 or give it a bounded cache',
  );
});

test('renders mustache with a writer of its own', () => {
  const source = `const M = require('mustache');\nrequire('http').createServer((req, res) => res.end(M.render(req.url, {})));\n`;
  expect(fixedBy('leaky-dependency', source, 'app.js')).toContain('res.end(new M.Writer().render(req.url, {}))');
});

test('every advisory says what is wrong and what to do', () => {
  for (const { package: name, why, remedy, calls, firstGood, firstLeaky } of advisories) {
    expect(name).not.toBe('');
    expect([why, remedy].every((text) => /^[a-z]/.test(text) && !text.endsWith('.'))).toBe(true);
    expect(calls).not.toEqual([]);
    if (firstGood !== null && firstLeaky !== undefined) expect(isBefore(firstLeaky, firstGood)).toBe(true);
  }
});

test.each([
  ['3.9.9', '4.0.0', true],
  ['4.0.0', '4.0.0', false],
  ['4', '4.0.1', true],
  ['10.0.0', '9.9.9', false],
  ['1.2.3-beta.1', '1.2.4', true],
])('%s is before %s: %s', (version, other, expected) => {
  expect(isBefore(version, other)).toBe(expected);
});

test('a storage moves out of the handler, in front of the statement that holds it', () => {
  const source = `import { AsyncLocalStorage } from 'node:async_hooks';

// Serves.
export const serve = (req, res) => {
  const scope = new AsyncLocalStorage();
  scope.run(req.url, () => res.end(scope.getStore()));
};
`;
  expect(fixedBy('leaky-dependency', source, 'app.js')).toBe(`import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage();

// Serves.
export const serve = (req, res) => {
  scope.run(req.url, () => res.end(scope.getStore()));
};
`);
});
