import express from 'express';
import { Subject } from 'rxjs';

const temperature = new Subject<number>();

export const router = express.Router();

router.get('/temperature', (_req, res) => {
  const subscription = temperature.subscribe((degrees) => {
    if (!res.writableEnded) res.json({ degrees });
  });
  res.once('close', () => subscription.unsubscribe());
  setImmediate(() => {
    temperature.next(21);
  });
});
