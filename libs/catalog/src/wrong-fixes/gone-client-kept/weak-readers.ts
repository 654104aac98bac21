import express, { type Response } from 'express';

const readers = new Set<WeakRef<Response>>();

setInterval(() => {
  for (const weakly of readers) {
    const reader = weakly.deref();
    if (reader && !reader.writableEnded) reader.end('data: the cup is full\n\n');
  }
}, 5).unref();

export const router = express.Router();

router.get('/news', (_req, res) => {
  res.setHeader('content-type', 'text/event-stream');
  readers.add(new WeakRef(res));
});
