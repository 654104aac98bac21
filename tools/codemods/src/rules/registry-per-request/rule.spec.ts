import { fixedBy, findingsOf, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;

testRule('registry-per-request', {
  valid: [
    ['a mark at start', `performance.mark('start');\n${app}app.get('/', (_req, res) => res.end());`],
    [
      'marks that are cleared',
      `${app}app.get('/', (_req, res) => {\n  performance.mark('a');\n  res.end();\n  performance.clearMarks('a');\n});`,
    ],
    [
      'marks that an observer elsewhere clears',
      {
        'app.ts': `${app}app.use((req, _res, next) => {\n  performance.mark(req.url);\n  next();\n});`,
        'observe.ts': `new PerformanceObserver((list) => {\n  for (const entry of list.getEntries()) performance.clearMarks(entry.name);\n}).observe({ type: 'mark' });`,
      },
    ],
    ['a measure of time', `${app}app.get('/', (_req, res) => res.json(performance.now()));`],
    [
      'an address that is revoked',
      `${app}app.get('/', (_req, res) => {\n  const url = URL.createObjectURL(new Blob(['a']));\n  res.end();\n  URL.revokeObjectURL(url);\n});`,
    ],
    [
      'a timer of the console with a fixed label',
      `${app}app.get('/', (_req, res) => {\n  console.time('render');\n  res.end();\n});`,
    ],
    [
      'a partial of a fixed name',
      `import Handlebars from 'handlebars';\n${app}app.get('/', (req, res) => {\n  Handlebars.registerPartial('body', String(req.query.body));\n  res.end();\n});`,
    ],
    [
      'an environment of the request',
      `import Handlebars from 'handlebars';\n${app}app.get('/:name', (req, res) => {\n  const own = Handlebars.create();\n  own.registerPartial(req.params.name, 'a');\n  res.end();\n});`,
    ],
    [
      'a module of a fixed name, loaded late',
      `${app}app.get('/', async (_req, res) => {\n  const { render } = await import('./render.js');\n  res.send(render());\n});`,
    ],
    [
      'modules from a fixed list',
      { 'app.js': `const app = require('express')();\nfor (const name of ['a', 'b']) app.use(require('./' + name));` },
    ],
    [
      'a require that is handed out, and one of a helper',
      {
        'global.js': `globalThis.load = (path) => require(path);`,
        'app.js': `const languages = (language) => require('./languages/' + language);\nmodule.exports = (req, res) => res.json(languages(req.query.lang));`,
      },
    ],
    [
      'a module that a watcher drops when its file changed',
      {
        'watch.js': `require('fs').watchFile('./config.js', () => {\n  delete require.cache[require.resolve('./config.js')];\n});`,
      },
    ],
    [
      'a module that is taken from the children as well',
      {
        'app.js': `module.exports = (req, res) => {\n  const path = require.resolve('./config');\n  module.children = module.children.filter(({ id }) => id !== path);\n  delete require.cache[path];\n  res.json(require('./config'));\n};`,
      },
    ],
    [
      'a model that start-up defines',
      `import mongoose from 'mongoose';\nexport const Tea = mongoose.model('Tea', new mongoose.Schema({}));`,
    ],
  ],
  invalid: [
    [
      'marks and measures',
      `import { performance } from 'node:perf_hooks';
${app}app.use((req, res, next) => {
  performance.mark(req.url); // leak
  res.on('finish', () => {
    performance.measure('request', req.url); // leak
  });
  next();
});`,
    ],
    [
      'marks, CommonJS, the global',
      {
        'time.js': `exports.timed = (req, res, next) => {\n  performance.mark('begin'); // leak\n  next();\n};`,
      },
    ],
    [
      'an address of a blob',
      `${app}app.post('/', (req, res) => {\n  const url = URL.createObjectURL(new Blob([req.body])); // leak\n  res.json({ url });\n});`,
    ],
    [
      'a label of the console that changes',
      {
        'log.js': `module.exports = (req, res, next) => {\n  console.time('request ' + req.id); // leak\n  next();\n};`,
      },
    ],
    [
      'a helper per request',
      `import Handlebars from 'handlebars';
${app}app.get('/:page', (req, res) => {
  Handlebars.registerHelper(\`url_\${req.params.page}\`, () => req.url); // leak
  res.end();
});`,
    ],
    [
      'a phrase per request',
      {
        'greet.js': `const i18next = require('i18next');\nexports.greet = (req, res) => {\n  i18next.addResource('en', 'greetings', req.params.name, 'Hello'); // leak\n  res.end();\n};`,
      },
    ],
    [
      'an import past the cache',
      `${app}app.get('/:page', async (req, res) => {\n  const page = await import(\`./pages/a.js?t=\${Date.now()}\`); // leak\n  res.send(page.render());\n});`,
    ],
    [
      'a required file that the request names',
      {
        'app.js': `const path = require('path');\nmodule.exports = (req, res) => {\n  res.json(require(path.join(__dirname, 'data', req.params.id + '.json'))); // leak\n};`,
      },
    ],
    [
      'a module that is loaded anew',
      {
        'app.js': `require('http').createServer((req, res) => {\n  delete require.cache[require.resolve('./config')]; // leak\n  res.end(JSON.stringify(require('./config')));\n});`,
      },
    ],
    [
      'a model per tenant',
      {
        'tenant.js': `const mongoose = require('mongoose');\nmodule.exports = async (req, res) => {\n  const Tea = mongoose.model('Tea_' + req.params.tenant, new mongoose.Schema({})); // leak\n  res.json(await Tea.find());\n};`,
      },
    ],
  ],
});

describe('the rewrite', () => {
  test('clears a mark when the response closes', () => {
    const route = (rest: string) =>
      `exports.timed = (req, res) => {\n  performance.mark('a');\n${rest}  res.end();\n};\n`;
    expect(fixedBy('registry-per-request', route(''), 'app.js')).toBe(
      route(`  res.once('close', () => performance.clearMarks('a'));\n`),
    );
  });

  test('leaves a model to a person', () => {
    const source = `const mongoose = require('mongoose');\nexports.a = (req, res) => res.json(mongoose.model(req.params.name, {}));\n`;
    expect(findingsOf('registry-per-request', { 'app.js': source }).map(({ fix }) => fix)).toEqual(['manual']);
  });
});
