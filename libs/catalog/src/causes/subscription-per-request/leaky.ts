import express from 'express';
import { Subject } from 'rxjs';

const temperature = new Subject<number>();

export const router = express.Router();

router.get('/temperature', (_req, res) => {
  // leak: subscription-per-request
  temperature.subscribe((degrees) => {
    if (!res.writableEnded) res.json({ degrees });
  });
  setImmediate(() => {
    temperature.next(21);
  });
});
