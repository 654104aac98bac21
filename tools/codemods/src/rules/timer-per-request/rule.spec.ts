import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;
const handler = (body: string) => `${app}app.get('/live', async (req, res) => {\n${body}\n});`;

testRule('timer-per-request', {
  valid: [
    ['started once', `setInterval(() => console.log('alive'), 1000).unref();`],
    ['a short timeout', handler(`  setTimeout(() => res.end(), 1000);`)],
    [
      'a long timeout that holds nothing of the request',
      handler(`  setTimeout(() => console.log('late'), 86_400_000);`),
    ],
    [
      'cleared when the request closes',
      handler(
        `  const pulse = setInterval(() => res.write('.'), 1000);\n  req.on('close', () => clearInterval(pulse));`,
      ),
    ],
    [
      'cleared by a named clean-up',
      handler(
        `  let pulse: NodeJS.Timeout;\n  const leave = () => {\n    if (pulse) clearInterval(pulse);\n  };\n  res.on('close', leave);\n  pulse = setInterval(() => res.write('.'), 1000);`,
      ),
    ],
    [
      'cleared in finally',
      handler(
        `  const pulse = setInterval(() => res.write('.'), 1000);\n  try {\n    await Promise.resolve();\n  } finally {\n    clearInterval(pulse);\n  }`,
      ),
    ],
    [
      'cleared before each way out',
      handler(
        `  const pulse = setInterval(() => res.write('.'), 1000);\n  const found = await Promise.resolve(req.url);\n  if (!found) {\n    clearInterval(pulse);\n    return res.end();\n  }\n  clearInterval(pulse);\n  res.end(found);`,
      ),
    ],
    [
      'cleared after a while',
      handler(
        `  const pulse = setInterval(() => res.write('.'), 100);\n  setTimeout(() => clearInterval(pulse), 5000);`,
      ),
    ],
    [
      'an interval that ends when its work is done',
      handler(
        `  const poll = setInterval(() => {\n    if (Math.random() < 0.5) return;\n    clearInterval(poll);\n    res.end();\n  }, 100);`,
      ),
    ],
    [
      'one timer for all requests, cleared before the next',
      `${app}let flush: NodeJS.Timeout | undefined;\napp.get('/', (_req, res) => {\n  clearInterval(flush);\n  flush = setInterval(() => console.log('flush'), 1000);\n  res.end();\n});`,
    ],
    [
      'one timer for all requests, started by the first',
      `${app}let flush: NodeJS.Timeout | undefined;\napp.get('/', (_req, res) => {\n  if (!flush) flush = setInterval(() => console.log('flush'), 1000);\n  res.end();\n});`,
    ],
    [
      'handed to the caller, who clears it',
      `${app}const pulse = (res: { write(text: string): void }) => setInterval(() => res.write('.'), 1000);\napp.get('/', (_req, res) => {\n  const started = pulse(res);\n  res.on('close', () => clearInterval(started));\n});`,
    ],
    [
      'kept under the name of the client until it leaves',
      `${app}const pulses = new Map<string, NodeJS.Timeout>();\napp.get('/:id', (req, res) => {\n  pulses.set(req.params.id, setInterval(() => res.write('.'), 1000));\n  res.on('close', () => {\n    clearInterval(pulses.get(req.params.id));\n    pulses.delete(req.params.id);\n  });\n});`,
    ],
    [
      'a chain of timers that asks whether it should go on',
      handler(
        `  let isOpen = true;\n  req.on('close', () => (isOpen = false));\n  const push = () => {\n    if (!isOpen) return;\n    res.write('.');\n    setTimeout(push, 1000);\n  };\n  push();`,
      ),
    ],
    [
      'a chain of timers whose latest is cleared',
      handler(
        `  let timer: NodeJS.Timeout;\n  const push = () => {\n    res.write('.');\n    timer = setTimeout(push, 1000);\n  };\n  push();\n  req.on('close', () => clearTimeout(timer));`,
      ),
    ],
    [
      'a pulse of a connection that its close ends',
      `import { WebSocketServer } from 'ws';\nnew WebSocketServer({ port: 1 }).on('connection', (socket) => {\n  const pulse = setInterval(() => socket.ping(), 1000);\n  socket.on('close', () => clearInterval(pulse));\n});`,
    ],
    [
      'a promise of the end that was handed in',
      `import { Repeater } from '@repeaterjs/repeater';\nexport const resolvers = {\n  Subscription: {\n    time: () =>\n      new Repeater((push, stop) => {\n        const pulse = setInterval(() => push(Date.now()), 1000);\n        stop.then(() => clearInterval(pulse));\n      }),\n  },\n};`,
    ],
    [
      'a stream whose cancel clears it',
      `export const events = (_req: Request, _res: unknown) => {\n  let pulse: NodeJS.Timeout;\n  return new ReadableStream({\n    start(controller) {\n      pulse = setInterval(() => controller.enqueue('.'), 1000);\n    },\n    cancel() {\n      clearInterval(pulse);\n    },\n  });\n};`,
    ],
    [
      'a loop that asks whether the response is open',
      `import { setInterval } from 'node:timers/promises';
import express from 'express';
express().get('/', async (_req, res) => {
  for await (const _ of setInterval(1000)) {
    if (res.destroyed) break;
    res.write('.');
  }
});`,
    ],
    [
      'a loop that a signal ends',
      `import { setInterval } from 'node:timers/promises';
import express from 'express';
express().get('/', async (req, res) => {
  const own = new AbortController();
  req.on('close', () => own.abort());
  for await (const _ of setInterval(1000, undefined, { signal: own.signal })) res.write('.');
});`,
    ],
    [
      'a loop that waits for an end',
      {
        'poll.js': `module.exports = async (req, res) => {
  while (true) {
    const job = await find(req.params.id);
    if (job.done) return res.json(job);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
};`,
      },
    ],
    [
      'a loop of the program',
      `import { setInterval } from 'node:timers/promises';\nfor await (const _ of setInterval(1000)) console.log('tick');`,
    ],
  ],
  invalid: [
    [
      'a loop that ticks for ever',
      `import { setInterval } from 'node:timers/promises';
import express from 'express';
express().get('/', async (_req, res) => {
  for await (const _ of setInterval(1000)) { // leak
    res.write('.');
  }
});`,
    ],
    [
      'a loop that nothing ends, of another name, CommonJS',
      {
        'live.js': `const { setInterval: every } = require('timers/promises');
module.exports = async (req, res) => {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  for await (const startTime of every(1000, Date.now())) res.write('data: ' + startTime); // leak
};`,
      },
    ],
    [
      'while (true)',
      {
        'live.js': `const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
require('http').createServer(async (req, res) => {
  while (true) { // leak
    res.write('.');
    await sleep(1000);
  }
});`,
      },
    ],
    ['nobody has the handle', handler(`  setInterval(() => res.write('.'), 1000); // leak`)],
    ['never cleared', handler(`  const pulse = setInterval(() => res.write('.'), 1000); // leak\n  pulse.unref();`)],
    [
      'unref is no end',
      handler(
        `  const pulse = setInterval(() => res.write('.'), 1000).unref(); // leak\n  console.log(pulse.hasRef());`,
      ),
    ],
    [
      'cleared on one path only',
      handler(
        `  const pulse = setInterval(() => res.write('.'), 1000); // leak\n  const found = await Promise.resolve(req.url);\n  if (!found) return res.end();\n  clearInterval(pulse);\n  res.end(found);`,
      ),
    ],
    [
      'cleared only when an error comes',
      handler(
        `  const pulse = setInterval(() => res.write('.'), 1000); // leak\n  req.on('error', () => clearInterval(pulse));`,
      ),
    ],
    [
      'started by a helper that has the response',
      `import express, { type Response } from 'express';\nconst app = express();\nfunction open(res: Response) {\n  const pulse = setInterval(() => res.write('.'), 1000); // leak\n  pulse.unref();\n  return (text: string) => res.write(text);\n}\napp.get('/', (_req, res) => {\n  open(res)('hello');\n});`,
    ],
    [
      'per connection',
      `import { WebSocketServer } from 'ws';\nnew WebSocketServer({ port: 1 }).on('connection', (socket) => {\n  setInterval(() => socket.ping(), 1000); // leak\n});`,
    ],
    [
      'cleared only when the work succeeds',
      handler(
        `  const pulse = setInterval(() => res.write('.'), 1000); // leak\n  fetch('http://localhost').then(() => clearInterval(pulse));`,
      ),
    ],
    [
      'in a field that nothing clears',
      `import { Controller, Get, Res } from '@nestjs/common';\n@Controller()\nexport class Progress {\n  private pulse?: NodeJS.Timeout;\n  @Get()\n  show(@Res() res: any) {\n    this.pulse = setInterval(() => res.write('.'), 1000); // leak\n  }\n}`,
    ],
    [
      'a timer that starts itself again for ever',
      `require('http').createServer((req: any, res: any) => {\n  function push() {\n    res.write('.');\n    setTimeout(push, 1000); // leak\n  }\n  push();\n});`,
    ],
    [
      'a day with the request in hand',
      `${app}const DAY_MS = 24 * 60 * 60 * 1000;\napp.post('/', (req, res) => {\n  setTimeout(() => console.log(req.url), DAY_MS); // leak\n  res.end();\n});`,
    ],
  ],
});

describe('the rewrite', () => {
  const fixed = (text: string) => fixedBy('timer-per-request', text, 'app.js');

  test('gives the timer a name where it has none', () => {
    expect(fixed(handler(`  setInterval(() => res.write('.'), 1000).unref();`))).toBe(
      handler(
        `  const interval = setInterval(() => res.write('.'), 1000).unref();\n  res.once('close', () => clearInterval(interval));`,
      ),
    );
  });

  test('asks first whether the response closed in the meantime', () => {
    expect(fixed(handler(`  await Promise.resolve();\n  const pulse = setInterval(() => res.write('.'), 1000);`))).toBe(
      handler(
        `  await Promise.resolve();\n  const pulse = setInterval(() => res.write('.'), 1000);\n  if (res.destroyed) clearInterval(pulse);\n  else res.once('close', () => clearInterval(pulse));`,
      ),
    );
  });

  test('clears when a connection closes', () => {
    const server = (rest: string) => `require('net').createServer((socket) => {\n${rest}\n});`;
    expect(fixed(server(`  const pulse = setInterval(() => socket.write('.'), 1000);`))).toBe(
      server(
        `  const pulse = setInterval(() => socket.write('.'), 1000);\n  socket.once('close', () => clearInterval(pulse));`,
      ),
    );
  });

  test('clears in Koa when the response of Node closes', () => {
    const route = (rest: string) => `const Koa = require('koa');\nnew Koa().use((ctx) => {\n${rest}\n});`;
    expect(fixed(route(`  const pulse = setInterval(() => ctx.res.write('.'), 1000);`))).toBe(
      route(
        `  const pulse = setInterval(() => ctx.res.write('.'), 1000);\n  ctx.res.once('close', () => clearInterval(pulse));`,
      ),
    );
  });

  test('is left to a person where no response is in reach, or where each tick starts another timer', () => {
    const kinds = (text: string) => findingsOf('timer-per-request', text).map(({ fix }) => fix);
    expect(kinds(handler(`  setInterval(() => res.write('.'), 10);`))).toEqual(['suggested']);
    expect(kinds(`export function live(req: Request) {\n  setInterval(() => console.log(req), 10);\n}`)).toEqual([
      'manual',
    ]);
    expect(kinds(handler(`  function push() {\n    setTimeout(push, 10);\n  }\n  push();`))).toEqual(['manual']);
  });
});

test('a loop is left when the response closes', () => {
  const live = (rest: string) =>
    `import { setInterval } from 'node:timers/promises';\nexport const live = async (req, res) => {\n  for await (const _ of setInterval(1000)) {\n${rest}    res.write('.');\n  }\n};\n`;
  expect(fixedBy('timer-per-request', live(''), 'app.js')).toBe(live(`    if (res.destroyed) break;\n`));
});
