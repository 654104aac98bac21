import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;
const fs = `import { closeSync, createReadStream, openSync, readSync } from 'node:fs';\n`;
const promises = `import { open } from 'node:fs/promises';\n`;

testRule('unclosed-file', {
  valid: [
    ['opened once at start', `${fs}const log = openSync('log', 'a');\nconsole.log(log);`],
    [
      'another open',
      `import open from 'open';\n${app}app.get('/', async (_req, res) => {\n  await open('https://example.org');\n  res.end();\n});`,
    ],
    [
      'closed in finally',
      `${fs}${app}app.get('/', (_req, res) => {\n  const file = openSync('a', 'r');\n  try {\n    res.send(String(readSync(file, Buffer.alloc(1))));\n  } finally {\n    closeSync(file);\n  }\n});`,
    ],
    [
      'declared outside of the try',
      `${promises}export async function magic(path: string) {\n  let file;\n  try {\n    file = await open(path);\n    if (path === '') throw new RangeError(path);\n    return await file.readFile();\n  } finally {\n    await file?.close();\n  }\n}`,
    ],
    ['closed straight on', `${fs}export function touch(path: string) {\n  closeSync(openSync(path, 'a'));\n}`],
    [
      'closed on the only path',
      `${fs}export function first(path: string) {\n  const file = openSync(path, 'r');\n  const bytes = Buffer.alloc(1);\n  readSync(file, bytes);\n  closeSync(file);\n  return bytes;\n}`,
    ],
    [
      'closed before each return',
      `${fs}export function first(path: string) {\n  const file = openSync(path, 'r');\n  if (path === 'a') {\n    closeSync(file);\n    return 1;\n  }\n  closeSync(file);\n  return 2;\n}`,
    ],
    [
      'closed in try and in catch',
      `${promises}export async function head(path: string) {\n  const file = await open(path);\n  try {\n    await file.read();\n    await file.close();\n  } catch (error) {\n    await file.close();\n    throw error;\n  }\n}`,
    ],
    [
      'await using',
      `${promises}export async function head(path: string) {\n  await using file = await open(path);\n  return file.readFile();\n}`,
    ],
    [
      'handed to the caller',
      `${promises}export async function opened(path: string) {\n  const file = await open(path);\n  return file;\n}`,
    ],
    [
      'kept in a field',
      `${promises}export class Log {\n  file: unknown;\n  async start(path: string) {\n    const file = await open(path, 'a');\n    this.file = file;\n  }\n}`,
    ],
    [
      'a handle whose stream closes it',
      `${promises}export async function send(path: string, write: (stream: unknown) => void) {\n  const file = await open(path);\n  write(file.createReadStream());\n}`,
    ],
    [
      'a descriptor that a stream takes over',
      `import { createReadStream, openSync } from 'node:fs';\nexport function lines(path: string) {\n  const file = openSync(path, 'r');\n  return createReadStream('', { fd: file });\n}`,
    ],
    [
      'closed by a helper in another file',
      {
        'close.ts': `import { closeSync } from 'node:fs';\nexport function done(file: number) {\n  closeSync(file);\n}`,
        'read.ts': `import { openSync, readSync } from 'node:fs';\nimport { done } from './close';\nexport function first(path: string) {\n  const file = openSync(path, 'r');\n  readSync(file, Buffer.alloc(1));\n  done(file);\n}`,
      },
    ],
    [
      'opening failed, so nothing is open',
      `import fs from 'node:fs';\nexport function size(path: string, done: (error: unknown, size?: number) => void) {\n  fs.open(path, 'r', (error, file) => {\n    if (error) return done(error);\n    fs.fstat(file, (failed, stat) => {\n      fs.close(file, () => done(failed, stat?.size));\n    });\n  });\n}`,
    ],
    [
      'a pipe into a file of its own',
      `import { createReadStream, createWriteStream } from 'node:fs';\nexport function copy(from: string, to: string) {\n  createReadStream(from).pipe(createWriteStream(to));\n}`,
    ],
    [
      'a watcher that start-up makes',
      `import { watch } from 'node:fs';\nwatch('config.json', () => console.log('changed'));`,
    ],
    [
      'a watcher that closes with the request',
      `import { watch } from 'node:fs';\n${app}app.get('/', (req, res) => {\n  const watcher = watch('a', () => res.write('changed'));\n  req.on('close', () => watcher.close());\n  if (req.query.once) return;\n  res.write('hello');\n});`,
    ],
    [
      'ended by the function that completes an upload, if it is there',
      {
        'upload.js': `const fs = require('fs');
module.exports = (req, res) => {
  const file = fs.createWriteStream('upload');
  return {
    write: (data) => file.write(data),
    complete: () => {
      if (file !== false) file.end();
      return Buffer.alloc(0);
    },
  };
};`,
      },
    ],
    [
      'a log that stays open',
      `import { createWriteStream } from 'node:fs';\nconst log = createWriteStream('log');\n${app}app.use((req, _res, next) => {\n  log.write(req.url);\n  next();\n});`,
    ],
    [
      'an upload that is piped',
      `import { createWriteStream } from 'node:fs';\n${app}app.post('/', (req, res) => {\n  const file = createWriteStream('upload');\n  req.pipe(file);\n  res.end();\n});`,
    ],
  ],
  invalid: [
    [
      'never closed',
      `${fs}${app}app.get('/', (_req, res) => {\n  const file = openSync('a', 'r'); // leak\n  res.send(String(readSync(file, Buffer.alloc(1))));\n});`,
    ],
    [
      'used on the spot',
      `${fs}export function first(path: string) {\n  return readSync(openSync(path, 'r'), Buffer.alloc(1)); // leak\n}`,
    ],
    [
      'CommonJS, a callback',
      {
        'app.js': `const fs = require('fs');\nmodule.exports = (req, res) => {\n  fs.open('a', 'r', (error, file) => { // leak\n    if (error) return res.end();\n    fs.read(file, Buffer.alloc(1), 0, 1, 0, () => res.end());\n  });\n};`,
      },
    ],
    [
      'an early return goes round the closing',
      `${fs}export function first(path: string) {\n  const file = openSync(path, 'r');\n  if (path === 'a') return undefined;\n  const bytes = Buffer.alloc(1);\n  readSync(file, bytes);\n  closeSync(file); // leak\n  return bytes;\n}`,
    ],
    [
      'an early throw goes round the closing',
      `${promises}export async function head(path: string) {\n  const file = await open(path);\n  const { size } = await file.stat();\n  if (size < 4) throw new Error('short');\n  await file.close(); // leak\n  return size;\n}`,
    ],
    [
      'a catch goes round the closing',
      `${promises}export async function head(path: string) {\n  const file = await open(path);\n  try {\n    await file.read();\n    await file.close(); // leak\n  } catch (error) {\n    console.error(error);\n  }\n}`,
    ],
    [
      'closed only if it was long',
      `${promises}export async function head(path: string) {\n  const file = await open(path);\n  const { size } = await file.stat();\n  if (size > 4) {\n    await file.close(); // leak\n  }\n}`,
    ],
    [
      'a folder',
      `import { opendir } from 'node:fs/promises';\nexport async function first(path: string) {\n  const folder = await opendir(path); // leak\n  return (await folder.read())?.name;\n}`,
    ],
    [
      'a watcher per request',
      `import { watch } from 'node:fs';\n${app}app.get('/', (_req, res) => {\n  watch('a', () => res.write('changed')); // leak\n});`,
    ],
    [
      'a file that is written and never ended',
      `import { createWriteStream } from 'node:fs';\n${app}app.post('/', (req, res) => {\n  const file = createWriteStream('log'); // leak\n  file.write(req.url);\n  res.end();\n});`,
    ],
  ],
});

describe('rewrites', () => {
  test('wrap what follows and import the closing', () => {
    const source = `import { openSync, readSync } from 'node:fs';\n\nexport function first(path) {\n  const file = openSync(path, 'r');\n  const bytes = Buffer.alloc(1);\n\n  readSync(file, bytes); // one byte\n  return bytes;\n}\n`;
    expect(fixedBy('unclosed-file', source, 'app.js')).toBe(
      `import { openSync, readSync, closeSync } from 'node:fs';\n\nexport function first(path) {\n  const file = openSync(path, 'r');\n  try {\n    const bytes = Buffer.alloc(1);\n\n    readSync(file, bytes); // one byte\n    return bytes;\n  } finally {\n    closeSync(file);\n  }\n}\n`,
    );
  });

  test('move the closings into one', () => {
    const source = `const fs = require('fs');\nexports.first = (path) => {\n\tconst file = fs.openSync(path, "r");\n\tif (path === "a") return 1;\n\tfs.closeSync(file);\n\treturn 2;\n};\n`;
    expect(fixedBy('unclosed-file', source, 'app.js')).toBe(
      `const fs = require('fs');\nexports.first = (path) => {\n\tconst file = fs.openSync(path, "r");\n\ttry {\n\t\tif (path === "a") return 1;\n\t\treturn 2;\n\t} finally {\n\t\tfs.closeSync(file);\n\t}\n};\n`,
    );
  });

  test.each([
    ['automatic', 'no call after an awaited closing', 'await file.close();\n  return size;'],
    ['suggested', 'an answer after an awaited closing', 'await file.close();\n  res.json(size);'],
  ])('are %s with %s', (fix, _, end) => {
    const source = `import { open } from 'node:fs/promises';\nexport async function sizeOf(path, res) {\n  const file = await open(path, 'r');\n  const { size } = await file.stat();\n  if (size === 0) return 0;\n  ${end}\n}\n`;
    expect(findingsOf('unclosed-file', { 'app.js': source })).toMatchObject([{ fix }]);
  });

  test('leave the lines of a template literal alone', () => {
    const source = `import { openSync, fstatSync } from 'node:fs';\nexport function page(path) {\n  const file = openSync(path, 'r');\n  return \`size\n\${fstatSync(file).size}\n\`;\n}\n`;
    expect(fixedBy('unclosed-file', source, 'app.js')).toContain(
      'return `size\n${fstatSync(file).size}\n`;\n  } finally {',
    );
  });

  test.each([
    [
      'a use in a callback',
      `import { openSync, read } from 'node:fs';\nexport function first(path, done) {\n  const file = openSync(path, 'r');\n  read(file, done);\n}\n`,
    ],
    [
      'nothing that follows',
      `import { openSync } from 'node:fs';\nexport function touch(path) {\n  const file = openSync(path, 'r');\n}\n`,
    ],
    [
      'a result that is used on the spot',
      `import { openSync, readSync } from 'node:fs';\nexport const first = (path) => readSync(openSync(path, 'r'), Buffer.alloc(1));\n`,
    ],
  ])('leave %s to a person', (_reason, source) => {
    expect(fixedBy('unclosed-file', source, 'app.js')).toBe(source);
    expect(findingsOf('unclosed-file', { 'app.js': source }).map(({ fix }) => fix)).toEqual(['manual']);
  });
});
