import { fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;
const fs = `import { createReadStream } from 'node:fs';\n`;

testRule('pipe-without-destroy', {
  valid: [
    [
      'pipeline',
      `import { createReadStream } from 'node:fs';\nimport { pipeline } from 'node:stream/promises';\n${app}app.get('/', async (_req, res) => {\n  if (res.destroyed) return;\n  await pipeline(createReadStream('a'), res);\n});`,
    ],
    [
      'a piped stream that ends with the response',
      `${fs}${app}app.get('/', (_req, res) => {\n  const file = createReadStream('a');\n  res.on('close', () => file.destroy());\n  file.pipe(res);\n});`,
    ],
    [
      'send closes its file itself',
      `import send from 'send';\n${app}app.get('/', (req, res) => {\n  send(req, '/a').pipe(res);\n});`,
    ],
    [
      'a stream that Fastify sends',
      `import { createReadStream } from 'node:fs';\nimport fastify from 'fastify';\nfastify().get('/', (request, reply) => reply.send(createReadStream('a')));`,
    ],
  ],
  invalid: [
    ['pipe', `${fs}${app}app.get('/', (_req, res) => {\n  createReadStream('a').pipe(res); // leak\n});`],
    [
      'pipe of a stream in a variable, CommonJS',
      {
        'app.cjs': `const fs = require('fs');\nrequire('http').createServer((req, res) => {\n  const file = fs.createReadStream('a');\n  file.on('error', () => res.destroy());\n  file.pipe(res); // leak\n});`,
      },
    ],
    [
      'pipe through gzip',
      `${fs}import { createGzip } from 'node:zlib';\n${app}app.get('/', (_req, res) => {\n  createReadStream('a').pipe(createGzip()).pipe(res); // leak\n});`,
    ],
    [
      'destroyed only on error',
      `${fs}${app}app.get('/', (_req, res) => {\n  const file = createReadStream('a');\n  file.on('error', () => file.destroy());\n  file.pipe(res); // leak\n});`,
    ],
    [
      'a file of GridFS',
      `${app}declare const bucket: { openDownloadStream(id: string): NodeJS.ReadableStream };\napp.get('/:id', (req, res) => {\n  bucket.openDownloadStream(req.params.id).pipe(res); // leak\n});`,
    ],
    [
      'an object of a store',
      `${app}declare const bucket: { file(name: string): { createReadStream(): NodeJS.ReadableStream } };\napp.get('/:name', (req, res) => {\n  bucket.file(req.params.name).createReadStream().pipe(res); // leak\n});`,
    ],
    [
      'the raw response of Fastify',
      `import { createReadStream } from 'node:fs';\nimport fastify from 'fastify';\nfastify().get('/', (request, reply) => {\n  createReadStream('a').pipe(reply.raw); // leak\n});`,
    ],
    [
      'an archive',
      `import archiver from 'archiver';\n${app}app.get('/', (_req, res) => {\n  const archive = archiver('zip');\n  archive.pipe(res); // leak\n  archive.directory('a', false);\n  void archive.finalize();\n});`,
    ],
  ],
});

describe('rewrites', () => {
  test('destroy the source of a pipe with the response', () => {
    const source = `import { createReadStream } from 'node:fs';\nimport http from 'node:http';\nhttp.createServer((req, res) => {\n  createReadStream('a').pipe(res);\n});\n`;
    expect(fixedBy('pipe-without-destroy', source, 'app.js')).toBe(
      `import { createReadStream } from 'node:fs';\nimport http from 'node:http';\nhttp.createServer((req, res) => {\n  const source = createReadStream('a');\n  res.once('close', () => source.destroy());\n  source.pipe(res);\n});\n`,
    );
  });

  test('look first whether the response is gone, after an await', () => {
    const source = `import { createReadStream } from 'node:fs';\nimport http from 'node:http';\nhttp.createServer(async (req, res) => {\n  await Promise.resolve();\n  const file = createReadStream('a');\n  file.pipe(res);\n});\n`;
    expect(fixedBy('pipe-without-destroy', source, 'app.js')).toContain(
      `  if (res.destroyed) file.destroy();\n  else res.once('close', () => file.destroy());\n  file.pipe(res);\n`,
    );
  });
});
