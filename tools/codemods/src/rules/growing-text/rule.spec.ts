import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;

testRule('growing-text', {
  valid: [
    [
      'the body of one request',
      {
        'app.js': `require('http').createServer((req, res) => { let body = ''; req.on('data', (c) => { body += c; }); req.on('end', () => res.end(body)); });`,
      },
    ],
    [
      'a text that is written away',
      {
        'app.js': `let log = '';
setInterval(() => { require('fs').appendFileSync('x', log); log = ''; }, 1000);
require('http').createServer((req, res) => { log += req.url; res.end(); });`,
      },
    ],
    [
      'a count',
      {
        'app.js': `let bytes = 0;
require('http').createServer((req, res) => { bytes += req.url.length; res.end(); });`,
      },
    ],
    [
      'the end of a text',
      {
        'app.js': `let tail = '';
require('http').createServer((req, res) => { tail = (tail + req.url).slice(-1000); res.end(); });`,
      },
    ],
    [
      'a text made at start',
      {
        'app.ts': `import http from 'node:http';
let usage = ''; usage += 'a'; usage += 'b';
http.createServer((_req, res) => { res.end(usage); });`,
      },
    ],
    [
      'the rest of a connection',
      {
        'app.js': `let buf = '';
require('net').createServer((socket) => { let buf = ''; socket.on('data', (d) => { buf += d; const parts = buf.split('\\n'); buf = parts.pop(); }); });`,
      },
    ],
    [
      'sums',
      {
        'app.ts': `import http from 'node:http';
let total = 0n; let avg: number = 0; let t;
http.createServer((req, res) => { total += 1n; avg += 1; t = (t ?? 0) + req.url!.length; res.end(); });`,
      },
    ],
    [
      'a text that starts anew when it is long',
      {
        'app.js': `let log = '';
require('http').createServer((req, res) => { if (log.length > 10000) log = ''; log += req.url; res.end(); });`,
      },
    ],
  ],
  invalid: [
    [
      'a log',
      {
        'app.js': `let log = '';
require('http').createServer((req, res) => { log += req.url + '\\n'; res.end(); }); // leak`,
      },
    ],
    [
      'a field of the one instance',
      {
        'app.ts': `import express from 'express';
class Audit { private text = ''; write(line: string) { this.text += \`\${line}\\n\`; } } // leak
const audit = new Audit();
const app = express();
app.use((req, _res, next) => { audit.write(req.path); next(); });`,
      },
    ],
    [
      'a buffer of all bodies',
      {
        'app.js': `let seen = Buffer.alloc(0);
require('http').createServer((req, res) => { req.on('data', (c) => { seen = Buffer.concat([seen, c]); }); res.end(); }); // leak`,
      },
    ],
    [
      'a sum of texts',
      {
        'app.js': `const state = { csv: 'url,at\\n' };
const app = require('express')();
app.get('/track', (req, res) => { state.csv = state.csv + req.query.u + ',' + Date.now() + '\\n'; res.end(); }); // leak`,
      },
    ],
    [
      'concat',
      {
        'app.ts': `import http from 'node:http';
let html = '';
const add = (s: string) => { html = html.concat(s); }; // leak
http.createServer((req, res) => { add(req.url!); res.end(); });`,
      },
    ],
    [
      'a template that begins with itself',
      {
        'app.ts': `import http from 'node:http';
let body = \`start\`;
http.createServer((req, res) => { body = \`\${body}\${req.url}\`; res.end(); }); // leak`,
      },
    ],
    ['text', `${app}let log = '';\napp.use((req, _res, next) => {\n  log += req.url + '\\n'; // leak\n  next();\n});`],
  ],
});

test('the rewrite keeps the end of a text, and leaves a buffer to a person', () => {
  const source = `let log = '';\nrequire('http').createServer((req, res) => {\n  log += req.url;\n  res.end();\n});\n`;
  expect(fixedBy('growing-text', source, 'app.js')).toContain(
    `  log += req.url;\n  if (log.length > 20_000) log = log.slice(-10_000);\n`,
  );
  const buffer = `let all = Buffer.alloc(0);\nrequire('http').createServer((req) => {\n  req.on('data', (chunk) => {\n    all = Buffer.concat([all, chunk]);\n  });\n});\n`;
  expect(findingsOf('growing-text', { 'app.js': buffer }).map(({ fix }) => fix)).toEqual(['manual']);
});
