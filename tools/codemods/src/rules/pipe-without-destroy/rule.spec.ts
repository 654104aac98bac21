import { fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;
const fs = `import { createReadStream } from 'node:fs';\n`;

testRule('pipe-without-destroy', {
  valid: [
    [
      'a process that a signal ends',
      `import { spawn } from 'node:child_process';
${app}app.get('/', (_req, res) => {
  const gone = new AbortController();
  res.on('close', () => gone.abort());
  const tail = spawn('tail', ['-f', 'log'], { signal: gone.signal });
  tail.stdout.pipe(res);
});`,
    ],
    [
      'a named function that destroys it, given to the response',
      `import { createReadStream } from 'node:fs';
${app}app.get('/', (_req, res) => {
  const file = createReadStream('a');
  const abandon = () => file.destroy();
  res.once('close', abandon);
  file.pipe(res);
});`,
    ],
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
    [
      'a download that is destroyed with the response',
      {
        'proxy.js': `const https = require('https');
module.exports = (req, res) => {
  https.get('https://tea.example/' + req.params.id, (upstream) => {
    res.on('close', () => upstream.destroy());
    upstream.pipe(res);
  });
};`,
      },
    ],
    [
      'a process that is killed with the response',
      {
        'tail.js': `const { spawn } = require('child_process');
exports.tail = (req, res) => {
  const tail = spawn('tail', ['-f', 'log']);
  req.on('close', () => tail.kill());
  tail.stdout.pipe(res);
};`,
      },
    ],
    [
      'what holds nothing open',
      `import PDFDocument from 'pdfkit';
import { Readable } from 'node:stream';
${app}app.get('/', (req, res) => {
  const document = new PDFDocument();
  document.pipe(res);
  document.end();
});
app.get('/text', (_req, res) => { Readable.from(['a', 'b']).pipe(res); });
app.post('/', (req, res) => { req.pipe(res); });`,
    ],
    [
      'watched to its end',
      `import { finished } from 'node:stream';
${fs}${app}app.get('/', (_req, res) => {
  const file = createReadStream('a');
  finished(res, () => file.destroy());
  file.pipe(res);
});`,
    ],
    [
      'a pipeline that asks after each await',
      `import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
${fs}${app}app.get('/', async (_req, res) => {
  const { size } = await stat('a');
  if (res.destroyed) return;
  res.setHeader('content-length', size);
  await pipeline(createReadStream('a'), res);
});`,
    ],
    [
      'a pipeline that begins at once',
      {
        'file.js': `const fs = require('fs');
const { pipeline } = require('stream');
exports.file = (req, res) => {
  pipeline(fs.createReadStream('a'), res, (error) => error && res.destroy());
};`,
      },
    ],
  ],
  invalid: [
    [
      'a named function that destroys it, given to the stream alone',
      `import { createReadStream } from 'node:fs';
${app}app.get('/', (_req, res) => {
  const file = createReadStream('a');
  const abandon = () => file.destroy();
  file.once('error', abandon);
  file.pipe(res); // leak
});`,
    ],
    [
      'the answer of another server',
      {
        'proxy.js': `const http = require('http');
module.exports = (req, res) => {
  http.get('http://tea.example/' + req.params.id, (upstream) => {
    res.writeHead(upstream.statusCode, upstream.headers);
    upstream.pipe(res); // leak
  });
};`,
      },
    ],
    [
      'the output of a process',
      `import { spawn } from 'node:child_process';
${app}app.get('/:id', (req, res) => {
  const ffmpeg = spawn('ffmpeg', ['-i', req.params.id, '-f', 'mp3', '-']);
  ffmpeg.stdout.pipe(res); // leak
});`,
    ],
    [
      'a download of axios, in Koa',
      {
        'proxy.js': `const axios = require('axios');
const Koa = require('koa');
new Koa().use(async (ctx) => {
  const answer = await axios.get('https://tea.example', { responseType: 'stream' });
  answer.data.pipe(ctx.res); // leak
});`,
      },
    ],
    [
      'an object of S3',
      `import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
const s3 = new S3Client({});
${app}app.get('/:key', async (req, res) => {
  const object = await s3.send(new GetObjectCommand({ Bucket: 'tea', Key: req.params.key }));
  (object.Body as NodeJS.ReadableStream).pipe(res); // leak
});`,
    ],
    [
      'a stream that a helper of another file opens',
      {
        'storage.ts': `import { createReadStream } from 'node:fs';\nexport const open = (name: string) => createReadStream('/data/' + name);`,
        'app.ts': `import { open } from './storage';\n${app}app.get('/:name', (req, res) => {\n  const file = open(req.params.name);\n  file.pipe(res); // leak\n});`,
      },
    ],
    [
      'a stream that a service gives, in Nest',
      `import { Controller, Get, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
@Controller()
export class Files {
  constructor(private readonly storage: any) {}
  @Get(':id')
  async file(@Param('id') id: string, @Res() res: Response) {
    const stream = await this.storage.getStream(id);
    stream.pipe(res); // leak
  }
}`,
    ],
    [
      'a pipeline into a response that may be gone',
      `import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
${fs}${app}app.get('/', async (_req, res) => {
  const { size } = await stat('a');
  res.setHeader('content-length', size);
  await pipeline(createReadStream('a'), res); // leak
});`,
    ],
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

  test('kill the process whose output is piped', () => {
    const route = (rest: string) =>
      `const { spawn } = require('child_process');\nexports.tail = (req, res) => {\n  const tail = spawn('tail', ['-f', 'log']);\n${rest}  tail.stdout.pipe(res);\n};\n`;
    expect(fixedBy('pipe-without-destroy', route(''), 'app.js')).toBe(
      route(`  res.once('close', () => tail.kill());\n`),
    );
  });

  test('return before a pipeline into what is gone', () => {
    const route = (rest: string) =>
      `import { createReadStream } from 'node:fs';\nimport { stat } from 'node:fs/promises';\nimport { pipeline } from 'node:stream/promises';\nexport const file = async (req, res) => {\n  await stat('a');\n${rest}  await pipeline(createReadStream('a'), res);\n};\n`;
    expect(fixedBy('pipe-without-destroy', route(''), 'app.js')).toBe(route(`  if (res.destroyed) return;\n`));
  });
});
