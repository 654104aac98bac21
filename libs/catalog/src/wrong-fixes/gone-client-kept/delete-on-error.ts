import express, { type Response } from 'express';

const readers = new Set<Response>();

setInterval(() => {
  for (const reader of readers) if (!reader.writableEnded) reader.end('data: the cup is full\n\n');
}, 5).unref();

export const router = express.Router();

router.get('/news', (_req, res) => {
  res.setHeader('content-type', 'text/event-stream');
  readers.add(res);
  res.once('error', () => readers.delete(res));
});
