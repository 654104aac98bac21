import { openSync, readSync } from 'node:fs';
import express from 'express';

const manifest = new URL('../../../package.json', import.meta.url);
const pageBytes = 64;

export const router = express.Router();

router.get('/pages/:page', (req, res) => {
  const position = Number(req.params.page) * pageBytes;
  let descriptor: number | undefined = openSync(manifest, 'r');
  const page = Buffer.alloc(pageBytes);
  const length = readSync(descriptor, page, 0, pageBytes, position);
  descriptor = undefined;
  res.type('text/plain').send(page.toString('utf8', 0, length));
});
