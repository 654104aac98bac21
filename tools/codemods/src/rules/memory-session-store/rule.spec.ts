import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nimport session from 'express-session';\nexport const app = express();\n`;

testRule('memory-session-store', {
  valid: [
    ['a store', `${app}import { store } from './store';\napp.use(session({ secret: 's', store }));`],
    [
      'a store of connect-redis, CommonJS',
      {
        'app.js': `const session = require('express-session');
const { RedisStore } = require('connect-redis');
require('express')().use(session({ secret: 's', store: new RedisStore({ client: require('./redis') }) }));`,
      },
    ],
    [
      'a store made of the session itself',
      {
        'app.js': `const session = require('express-session');
const MemoryStore = require('memorystore')(session);
require('express')().use(session({ secret: 's', store: new MemoryStore({ checkPeriod: 86400000 }) }));`,
      },
    ],
    ['options from elsewhere', `${app}import { options } from './options';\napp.use(session(options));`],
    [
      'options that are spread',
      `${app}import { options } from './options';\napp.use(session({ ...options, name: 'a' }));`,
    ],
    [
      'a store that comes later',
      `${app}const options: session.SessionOptions = { secret: 's' };\nif (process.env.REDIS) options.store = require('./store');\napp.use(session(options));`,
    ],
    [
      'sessions in the cookie',
      `${app}import cookieSession from 'cookie-session';\napp.use(cookieSession({ secret: 's' }));`,
    ],
    ['another session', `${app}import { session as other } from './session';\napp.use(other({ secret: 's' }));`],
  ],
  invalid: [
    ['no store', `${app}app.use(session({ secret: 's' })); // leak`],
    [
      'options in a constant',
      `${app}const options = { secret: 's', resave: false, saveUninitialized: true };\napp.use(session(options)); // leak`,
    ],
    [
      'required in place',
      { 'app.js': `const app = require('express')();\napp.use(require('express-session')({ secret: 's' })); // leak` },
    ],
    ['the MemoryStore by name', `${app}app.use(session({ secret: 's', store: new session.MemoryStore() })); // leak`],
    [
      'the MemoryStore in a constant, CommonJS',
      {
        'app.js': `const session = require('express-session');
const store = new session.MemoryStore();
require('express')().use(session({ secret: 's', store })); // leak`,
      },
    ],
    [
      'in Nest',
      `import { NestFactory } from '@nestjs/core';
import * as session from 'express-session';
async function bootstrap() {
  const app = await NestFactory.create(Object);
  app.use(
    session({ // leak
      secret: 's',
      resave: false,
      saveUninitialized: false,
    }),
  );
  await app.listen(3000);
}
void bootstrap();`,
    ],
  ],
});

describe('the rewrite', () => {
  test('gives a CommonJS server a store, in its own style', () => {
    expect(
      fixedBy(
        'memory-session-store',
        `const session = require("express-session")\nconst app = require("express")()\n\napp.use(session({ secret: "s" }))\n`,
        'app.js',
      ),
    ).toBe(
      `const session = require("express-session")\nconst createMemoryStore = require("memorystore")\nconst app = require("express")()\n\nconst MemoryStore = createMemoryStore(session)\napp.use(session({ store: new MemoryStore({ checkPeriod: 86_400_000, max: 10_000 }), secret: "s" }))\n`,
    );
  });

  test('is left to a person where the store is set up within a function', () => {
    const within = `import session from 'express-session';\nexport function mount(app) {\n  app.use(session({ secret: 's' }));\n}\n`;
    expect(findingsOf('memory-session-store', { 'app.js': within }).map(({ fix }) => fix)).toEqual(['manual']);
  });
});
