import { open } from 'node:fs/promises';
import express from 'express';

const manifest = new URL('../../../package.json', import.meta.url);
const pageBytes = 64;

export const router = express.Router();

router.get('/pages/:page', async (req, res) => {
  const position = Number(req.params.page) * pageBytes;
  const handle = await open(manifest, 'r');
  const page = Buffer.alloc(pageBytes);
  const { bytesRead } = await handle.read(page, 0, pageBytes, position);
  res.type('text/plain').send(page.toString('utf8', 0, bytesRead));
});
