import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;

testRule('unread-body', {
  valid: [
    [
      'read',
      `${app}app.get('/', async (_req, res) => {\n  const answer = await fetch('https://tea.example');\n  res.json(await answer.json());\n});`,
    ],
    [
      'read for the message of an error',
      `${app}app.get('/', async (_req, res) => {
  const answer = await fetch('https://tea.example');
  if (!answer.ok) throw new Error(await answer.text());
  res.json(await answer.json());
});`,
    ],
    [
      'handed on',
      `${app}export async function ask() {\n  const answer = await fetch('https://tea.example');\n  return answer;\n}\napp.get('/', async (_req, res) => { res.json(await (await ask()).json()); });`,
    ],
    [
      'cancelled',
      `${app}app.get('/', async (_req, res) => {\n  const answer = await fetch('https://tea.example');\n  await answer.body?.cancel();\n  res.json(answer.status);\n});`,
    ],
    [
      'an answer without a body',
      `${app}app.get('/', async (_req, res) => {\n  const answer = await fetch('https://tea.example', { method: 'HEAD' });\n  res.json(answer.status);\n});`,
    ],
    [
      'a callback that reads on',
      {
        'ask.js': `const http = require('http');
exports.ask = (done) => http.get('http://tea.example', (answer) => {
  let text = '';
  answer.on('data', (part) => (text += part));
  answer.on('end', () => done(text));
});`,
      },
    ],
    [
      'a callback that drops what it does not want',
      {
        'ask.js': `const https = require('https');
module.exports = (req, res) => https.get('https://tea.example', (answer) => {
  answer.resume();
  res.json(answer.statusCode);
});`,
      },
    ],
    [
      'a client that reads by itself',
      `import axios from 'axios';\n${app}app.get('/', async (_req, res) => {\n  const answer = await axios.get('https://tea.example');\n  res.json(answer.status);\n});`,
    ],
    [
      'a fetch of ours',
      `async function fetch(name: string) { return { ok: name !== '', data: 1 }; }\n${app}app.get('/', async (_req, res) => {\n  const answer = await fetch('a');\n  if (!answer.ok) return res.end();\n  res.json(answer.data);\n});`,
    ],
    [
      'asked by a page',
      `export async function load() {\n  const answer = await fetch('/api/tea');\n  if (!answer.ok) throw new Error('no tea');\n  return answer.json();\n}`,
    ],
    [
      'asked for the head alone, by options in a constant',
      {
        'ask.js': `const https = require('https');
const head = { hostname: 'tea.example', method: 'HEAD' };
module.exports = (req, res) => https.get(head, (answer) => res.json(answer.headers));`,
      },
    ],
    ['asked at start', `const answer = await fetch('https://tea.example');\nconsole.log(answer.status);`],
  ],
  invalid: [
    [
      'never read',
      `${app}app.get('/', async (_req, res) => {\n  const answer = await fetch('https://tea.example'); // leak\n  res.json(answer.status);\n});`,
    ],
    [
      'not read where it fails',
      `${app}app.get('/', async (_req, res) => {
  const answer = await fetch('https://tea.example');
  if (!answer.ok) {
    return res.sendStatus(502); // leak
  }
  res.json(await answer.json());
});`,
    ],
    [
      'a status alone, of undici',
      {
        'ask.mjs': `import { request } from 'undici';
export async function handler(event) {
  const { statusCode } = await request('https://tea.example'); // leak
  return { statusCode };
}`,
      },
    ],
    [
      'an error of undici',
      `import { request } from 'undici';
${app}app.get('/', async (_req, res) => {
  const answer = await request('https://tea.example');
  if (answer.statusCode >= 400) throw new Error('no tea'); // leak
  res.json(await answer.body.json());
});`,
    ],
    [
      'a callback that looks at the status',
      {
        'ask.js': `const http = require('http');
module.exports = (req, res) => {
  http.get('http://tea.example', (answer) => { // leak
    res.json({ up: answer.statusCode === 200 });
  });
};`,
      },
    ],
    [
      'a callback that gives up',
      {
        'ask.js': `const https = require('https');
exports.show = (req, res) => {
  https.get('https://tea.example', (answer) => {
    if (answer.statusCode !== 200) {
      res.sendStatus(502);
      return; // leak
    }
    answer.pipe(res);
  });
};`,
      },
    ],
  ],
});

test('says little of what the collector will cancel, more of what nobody does', () => {
  const ask = (call: string) =>
    `${app}import { request } from 'undici';\napp.get('/', async (_req, res) => {\n  const answer = await ${call}('https://tea.example');\n  res.end();\n});`;
  expect(findingsOf('unread-body', ask('fetch')).map(({ confidence }) => confidence)).toEqual(['low']);
  expect(findingsOf('unread-body', ask('request')).map(({ confidence }) => confidence)).toEqual(['medium']);
});

test.each([
  ['fetch', `const answer = await fetch('a');`, '!answer.ok', 'await answer.body?.cancel();'],
  ['undici', `const answer = await request('a');`, 'answer.statusCode > 399', 'await answer.body.dump();'],
])('drops the body of %s before it leaves', (_name, asking, condition, dropped) => {
  const ask = (rest: string) =>
    `import { request } from 'undici';\nexport const handler = async (event) => {\n  ${asking}\n  if (${condition}) {\n${rest}    return null;\n  }\n  return answer.body.json();\n};\n`;
  expect(fixedBy('unread-body', ask(''), 'app.js')).toBe(ask(`    ${dropped}\n`));
});
