import { testRule } from '../testing/rule-cases.ts';

const sessions = (exported: string, deletes = '') =>
  `import { check } from './check';\nconst timers = {};\nconst renew = async ({ token }) => {\n  if (!check(token)) return;\n  timers[token] = setTimeout(() => {${deletes}}, 500);${deletes === '' ? ' // leak' : ''}\n};\n${exported}\n`;
const serve = (imported: string, call: string) =>
  `import express from 'express';\n${imported}\nexport const app = express();\napp.use((req, res, next) => {\n  ${call}({ token: req.headers.token });\n  next();\n});\n`;
const byDefault = serve(`import sessions from './sessions';`, 'sessions.renew');

describe('a file that imports by `import` and exports by `module.exports`', () => {
  testRule('unbounded-cache', {
    valid: [
      [
        'its entries go',
        { 'sessions.js': sessions('module.exports = { renew };', 'delete timers[token];'), 'app.js': byDefault },
      ],
      [
        'another member is called',
        {
          'sessions.js': sessions('module.exports = { renew, list };').replace(' // leak', ''),
          'app.js': serve(`import sessions from './sessions';`, 'sessions.list'),
        },
      ],
    ],
    invalid: [
      ['an object of all', { 'sessions.js': sessions('module.exports = { renew };'), 'app.js': byDefault }],
      [
        'one name of it',
        {
          'sessions.js': sessions('module.exports = { renew };'),
          'app.js': serve(`import { renew } from './sessions';`, 'renew'),
        },
      ],
      ['a member by assignment', { 'sessions.js': sessions('module.exports.renew = renew;'), 'app.js': byDefault }],
    ],
  });
});
