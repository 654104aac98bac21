import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;
const stop = `const stop = new AbortController();\n`;

testRule('abort-listener', {
  valid: [
    [
      'a controller of the request',
      `${app}app.get('/', (req, res) => {\n  const own = new AbortController();\n  own.signal.addEventListener('abort', () => res.end());\n  req.on('close', () => own.abort());\n});`,
    ],
    [
      'removed in a finally block',
      `${stop}${app}app.get('/', async (_req, res) => {
  const end = () => res.destroy();
  stop.signal.addEventListener('abort', end);
  try {
    await Promise.resolve();
    res.end();
  } finally {
    stop.signal.removeEventListener('abort', end);
  }
});`,
    ],
    [
      'added once, at start',
      `${stop}stop.signal.addEventListener('abort', () => process.exit());\n${app}app.get('/', (_req, res) => res.end());`,
    ],
    [
      'removed by a signal of the request',
      `${stop}${app}app.get('/', (_req, res) => {\n  const own = new AbortController();\n  stop.signal.addEventListener('abort', () => res.end(), { signal: own.signal });\n  res.on('close', () => own.abort());\n});`,
    ],
    [
      'combined with nothing that lasts',
      `${app}app.get('/', async (_req, res) => {\n  const own = new AbortController();\n  const signal = AbortSignal.any([own.signal, AbortSignal.timeout(1000)]);\n  res.json(await (await fetch('https://tea.example', { signal })).json());\n});`,
    ],
    [
      'a helper that takes its listener away',
      `export function sleep(delayMs: number, signal: AbortSignal) {
  return new Promise<void>((resolve, reject) => {
    const stop = () => { clearTimeout(timer); reject(signal.reason); };
    const timer = setTimeout(() => { signal.removeEventListener('abort', stop); resolve(); }, delayMs);
    signal.addEventListener('abort', stop, { once: true });
  });
}`,
    ],
    [
      'a helper whose callers make a signal for it',
      `function ask(signal: AbortSignal) {\n  signal.addEventListener('abort', () => console.log('gone'));\n}\n${app}app.get('/', (_req, res) => {\n  const own = new AbortController();\n  ask(own.signal);\n  res.end();\n});`,
    ],
  ],
  invalid: [
    [
      'on a signal of the module',
      `${stop}${app}app.get('/', (_req, res) => {\n  stop.signal.addEventListener('abort', () => res.end()); // leak\n});`,
    ],
    [
      'once, which comes at the end only',
      `${stop}${app}app.get('/', (_req, res) => {\n  stop.signal.addEventListener('abort', () => res.end(), { once: true }); // leak\n});`,
    ],
    [
      'on a signal of another file, CommonJS, plain http',
      {
        'stop.js': `const stopping = new AbortController();\nprocess.once('SIGTERM', () => stopping.abort());\nmodule.exports = { signal: stopping.signal };`,
        'app.js': `const { signal } = require('./stop');\nrequire('http').createServer((req, res) => {\n  signal.addEventListener('abort', () => res.destroy()); // leak\n  res.end();\n});`,
      },
    ],
    [
      'on a field of a service, in Nest',
      `import { Controller, Get, Res } from '@nestjs/common';
@Controller()
export class Live {
  private readonly closing = new AbortController();
  @Get()
  live(@Res() res: any) {
    this.closing.signal.addEventListener('abort', () => res.end()); // leak
  }
}`,
    ],
    [
      'combined with one that lasts',
      `${stop}${app}app.get('/', async (_req, res) => {\n  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(1000)]); // leak\n  res.json(await (await fetch('https://tea.example', { signal })).json());\n});`,
    ],
    [
      'a helper that is handed any signal',
      `export function sleep(delayMs: number, { signal }: { signal: AbortSignal }) {
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, delayMs);
    signal.addEventListener('abort', () => { clearTimeout(timer); reject(signal.reason); }); // leak
  });
}`,
    ],
    [
      'a helper of a client, CommonJS',
      {
        'client.js': `exports.call = async function call(url, options) {
  const controller = { abort() {} };
  options.signal.addEventListener('abort', () => controller.abort()); // leak
  return url;
};`,
      },
    ],
  ],
});

test('says less of a signal whose life is for the callers to say', () => {
  const helper = `export function ask(signal: AbortSignal) {\n  signal.addEventListener('abort', () => console.log('gone'));\n}`;
  expect(findingsOf('abort-listener', helper).map(({ confidence, fix }) => ({ confidence, fix }))).toEqual([
    { confidence: 'low', fix: 'manual' },
  ]);
});

test('the rewrite takes the listener away when the response closes', () => {
  const route = (rest: string) => `${stop}exports.live = (req, res) => {\n${rest}};\n`;
  expect(
    fixedBy('abort-listener', route(`  stop.signal.addEventListener('abort', () => res.end());\n`), 'app.js'),
  ).toBe(
    route(
      `  const onAbort = () => res.end();\n  stop.signal.addEventListener('abort', onAbort);\n  res.once('close', () => stop.signal.removeEventListener('abort', onAbort));\n`,
    ),
  );
});
