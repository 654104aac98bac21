import { findingsOf } from './testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;

/** The flow of the one finding in a source as lines `source 4: req.ip comes from the request`. */
function flowIn(rule: Parameters<typeof findingsOf>[0], source: Parameters<typeof findingsOf>[1]): string[] {
  const [finding, ...others] = findingsOf(rule, source);
  expect(others).toEqual([]);
  return finding!.flow!.map(({ role, file, line, text }) => `${role} ${file}:${line}: ${text}`);
}

test('leads from the value of a request by way of the insertion to the owner', () => {
  const source = `${app}const seen = new Map();\napp.get('/', (req, res) => {\n  seen.set(req.ip, 1);\n  res.end();\n});`;
  expect(flowIn('unbounded-cache', source)).toEqual([
    'source app.ts:5: req.ip comes from the request',
    'insertion app.ts:5: seen.set(req.ip, 1) puts it into seen',
    'owner app.ts:3: seen outlives the request',
  ]);
});

test('goes through variables, destructuring and helpers in other files', () => {
  const files = {
    'store.ts': `const seen = new Map();\nexport function remember(client: string) {\n  const key = client.trim();\n  seen.set(key, 1);\n}`,
    'app.ts': `import { remember } from './store';\n${app}app.get('/', (req, res) => {\n  const { ip } = req;\n  remember(ip);\n  res.end();\n});`,
  };
  expect(flowIn('unbounded-cache', files)).toEqual([
    'source app.ts:5: req comes from the request',
    'step app.ts:5: ip is made from it',
    'step app.ts:6: ip is passed as client',
    'step store.ts:3: key is made from it',
    'insertion store.ts:4: seen.set(key, 1) puts it into seen',
    'owner store.ts:1: seen outlives the request',
  ]);
});

test('begins at the handler where what is kept says nothing of the request', () => {
  const source = `${app}const log: object[] = [];\napp.get('/', (_req, res) => {\n  log.push({ at: Date.now() });\n  res.end();\n});`;
  expect(flowIn('growing-request-list', source)).toEqual([
    'source app.ts:4: this function runs for each request',
    'insertion app.ts:5: log.push({ at: Date.now() }) puts it into log',
    'owner app.ts:3: log outlives the request',
  ]);
});

test('a timer that a handler sets has no owner but the runtime', () => {
  const source = `${app}app.get('/', (_req, res) => {\n  const pulse = setInterval(() => res.write('.'), 1000);\n});`;
  expect(flowIn('timer-per-request', source)).toEqual([
    'source app.ts:3: this function runs for each request',
    'insertion app.ts:4: pulse is started per request and is never cleared',
  ]);
});

test('a value that is worked out from itself ends', () => {
  const source = `${app}const seen = new Set();\napp.get('/', (req, res) => {\n  let path = req.url;\n  path = path.slice(1);\n  seen.add(path);\n  res.end();\n});`;
  expect(flowIn('unbounded-cache', source).slice(0, 3)).toEqual([
    'source app.ts:5: req.url comes from the request',
    'step app.ts:5: path is made from it',
    'insertion app.ts:7: seen.add(path) puts it into seen',
  ]);
});

test('long code is cut', () => {
  const source = `${app}const log: unknown[] = [];\napp.get('/', (req, res) => {\n  log.push({ method: req.method, url: req.url, at: Date.now(), headers: req.headers });\n  res.end();\n});`;
  const [, insertion] = flowIn('growing-request-list', source);
  expect(insertion).toBe('insertion app.ts:5: log.push({ method: req.method, url: req… puts it into log');
});
