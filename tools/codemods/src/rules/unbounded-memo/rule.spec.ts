import { fixedBy, testRule } from '../../testing/rule-cases.ts';

testRule('unbounded-memo', {
  valid: [
    [
      'a function without arguments',
      {
        'app.js': `const _ = require('lodash');
const config = _.memoize(() => JSON.parse('{}'));
require('http').createServer((req, res) => res.end(config().x));`,
      },
    ],
    [
      'arguments of few values',
      {
        'app.js': `const _ = require('lodash');
const byLevel = _.memoize((level) => level.toUpperCase());
require('http').createServer((req, res) => { byLevel('info'); byLevel(req.method); res.end(); });`,
      },
    ],
    [
      'a memoizer that keeps the last result',
      {
        'app.ts': `import memoizeOne from 'memoize-one';
import express from 'express';
const area = memoizeOne((s: string) => s.length);
express().get('/:x', (req, res) => { res.json(area(req.params.x)); });`,
      },
    ],
    [
      'an option that bounds it',
      {
        'app.js': `const memoize = require('memoizee');
const f = memoize((id) => id, { max: 100 });
require('http').createServer((req, res) => res.end(f(req.url)));`,
      },
    ],
    [
      'a cache of its own',
      {
        'app.js': `const _ = require('lodash');
const { LRUCache } = require('lru-cache');
const f = _.memoize((id) => id);
f.cache = new LRUCache({ max: 100 });
require('http').createServer((req, res) => res.end(f(req.url)));`,
      },
    ],
    [
      'a memoizer of one request',
      {
        'app.js': `const _ = require('lodash');
require('http').createServer((req, res) => { const f = _.memoize((x) => x.length); res.end(String(f(req.url))); });`,
      },
    ],
    [
      'a loader per request',
      {
        'app.ts': `import express from 'express';
import DataLoader from 'dataloader';
const app = express();
app.use((req, res, next) => { res.locals.users = new DataLoader<string, string>(async (ids) => [...ids]); next(); });
app.get('/:t', async (req, res) => { res.send(await res.locals.users.load(req.params.t)); });`,
      },
    ],
    [
      'a loader that keeps nothing',
      {
        'app.ts': `import express from 'express';
import DataLoader from 'dataloader';
const users = new DataLoader<string, string>(async (ids) => [...ids], { cache: false });
express().get('/:t', async (req, res) => { res.send(await users.load(req.params.t)); });`,
      },
    ],
    [
      'the last result, by hand',
      {
        'app.js': `let last, lastKey;
function memoLast(key) { if (key !== lastKey) { lastKey = key; last = key.length; } return last; }
require('http').createServer((req, res) => res.end(String(memoLast(req.url))));`,
      },
    ],
  ],
  invalid: [
    [
      'an arrow function that remembers in a dictionary',
      {
        'app.js': `const http = require('http');
const memo = (fn) => { const cache = {}; return (x) => { if (!(x in cache)) cache[x] = fn(x); return cache[x]; }; }; // leak
const slugOf = memo((title) => title.toLowerCase());
http.createServer((req, res) => res.end(slugOf(req.url)));`,
      },
    ],
    [
      'arguments as JSON',
      {
        'app.ts': `import http from 'node:http';
function memoize<A extends unknown[], R>(fn: (...args: A) => R): (...args: A) => R {
  const cache = new Map<string, R>();
  return (...args: A): R => {
    const key = JSON.stringify(args);
    const hit = cache.get(key);
    if (hit !== undefined) return hit;
    const value = fn(...args);
    cache.set(key, value); // leak
    return value;
  };
}
const area = memoize((w: number, h: number) => w * h);
http.createServer((req, res) => { const q = new URL(req.url!, 'http://x').searchParams; res.end(String(area(Number(q.get('w')), Number(q.get('h'))))); });`,
      },
    ],
    [
      'a decorator of methods',
      {
        'app.ts': `import { Controller, Get, Query } from '@nestjs/common';
export function Memoize(): MethodDecorator {
  return (_target, _key, descriptor: PropertyDescriptor) => {
    const original = descriptor.value;
    const cache = new Map<string, unknown>();
    descriptor.value = function (...args: unknown[]) {
      const key = JSON.stringify(args);
      if (!cache.has(key)) cache.set(key, original.apply(this, args)); // leak
      return cache.get(key);
    };
    return descriptor;
  };
}
@Controller()
export class Rates {
  @Get('rate')
  rate(@Query('from') from: string) { return this.lookup(from); }
  @Memoize()
  lookup(from: string) { return from.length; }
}`,
      },
    ],
    [
      'a package that holds one function of lodash',
      {
        'app.js': `const memoize = require('lodash.memoize');
const express = require('express');
const parse = memoize(JSON.parse); // leak
express().post('/', (req, res) => res.json(parse(req.body)));`,
      },
    ],
    [
      'options that do not bound it',
      {
        'app.js': `const memoizee = require('memoizee');
const app = require('express')();
const find = memoizee(async (id) => ({ id }), { promise: true }); // leak
app.get('/:id', async (req, res) => res.json(await find(req.params.id)));`,
      },
    ],
    [
      'a named import of lodash-es',
      {
        'app.ts': `import { memoize } from 'lodash-es';
import express from 'express';
export const slug = memoize((s: string) => s.trim()); // leak
const app = express();
app.get('/:t', (req, res) => { res.send(slug(req.params.t)); });`,
      },
    ],
    [
      'a loader of data that outlives requests',
      {
        'app.ts': `import express from 'express';
import memoizeOne from 'memoize-one';
import DataLoader from 'dataloader';
const app = express();
const users = new DataLoader<string, string>(async (ids) => [...ids]); // leak
app.get('/:t', async (req, res) => { res.send(await users.load(req.params.t)); });`,
      },
    ],
    [
      'lodash',
      {
        'app.js': `const _ = require('lodash');\nconst price = _.memoize((sku) => sku.length); // leak\nrequire('http').createServer((req, res) => res.end(String(price(req.url))));`,
      },
    ],
    [
      'lodash, a module of its own',
      {
        'app.ts': `import memoize from 'lodash/memoize';\nimport express from 'express';\nexport const price = memoize((sku: string) => sku.length); // leak\nexpress().get('/:sku', (req, res) => { res.json(price(req.params.sku)); });`,
      },
    ],
    [
      'a memo of a function',
      {
        'app.js': `function memoize(fn) {\n  const known = {};\n  return (...args) => {\n    const key = JSON.stringify(args);\n    if (!(key in known)) known[key] = fn(...args); // leak\n    return known[key];\n  };\n}\nconst tax = memoize((country, cents) => cents * 0.2);\nrequire('express')().get('/:cents', (req, res) => res.json(tax('DE', req.params.cents)));`,
      },
    ],
  ],
});

describe('rewrites', () => {
  test('give a memoizer of lodash a bounded cache', () => {
    const source = `import { memoize } from 'lodash-es';\nimport express from 'express';\n\nconst slug = memoize((text: string) => text.trim());\n\nexpress().get('/:text', (req, res) => {\n  res.send(slug(req.params.text));\n});\n`;
    const fixed = fixedBy('unbounded-memo', source);
    expect(fixed).toContain(`import { LRUCache } from 'lru-cache';\n`);
    expect(fixed).toContain(`text.trim());\nslug.cache = new LRUCache({ max: 1000 });\n`);
  });

  test.each([
    ['memoizee(load)', 'memoizee(load, { max: 1000 })'],
    ['memoizee(load, {})', 'memoizee(load, { max: 1000 })'],
    ['memoizee(load, { promise: true })', 'memoizee(load, { max: 1000, promise: true })'],
  ])('bound %s by an option', (call, bounded) => {
    const source = `const memoizee = require('memoizee');\nconst load = async (id) => ({ id });\nconst find = ${call};\nrequire('http').createServer(async (req, res) => res.end(JSON.stringify(await find(req.url))));\n`;
    expect(fixedBy('unbounded-memo', source, 'app.js')).toBe(source.replace(call, bounded));
  });
});
